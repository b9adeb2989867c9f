package io.logcast.rabbitmq.connector;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.Connections;
import io.logcast.rabbitmq.connection.TlsContexts;
import io.logcast.rabbitmq.incoming.ConsumeSettings;
import io.logcast.rabbitmq.incoming.IncomingChannel;
import io.logcast.rabbitmq.incoming.MessageReader;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import io.logcast.rabbitmq.outgoing.PublishSettings;
import io.logcast.rabbitmq.queues.BulkReader;
import io.logcast.rabbitmq.queues.RuntimeQueues;
import io.logcast.rabbitmq.requests.RequestClient;
import io.logcast.rabbitmq.requests.Responder;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.logcast.rabbitmq.telemetry.Telemetry;
import io.logcast.rabbitmq.topology.Topologies;
import io.logcast.rabbitmq.topology.Topology;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jspecify.annotations.Nullable;

/**
 * The connector {@code logcast-rabbitmq}. An outgoing message is acked only when the broker has stored it. An incoming
 * message is settled only on the AMQP channel that delivered it. Attributes have the same names as in {@code
 * smallrye-rabbitmq}; some are new.
 */
@ApplicationScoped
@Connector(RabbitConnector.NAME)
public class RabbitConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The value of a channel's {@code connector} attribute. */
    public static final String NAME = "logcast-rabbitmq";

    @Inject
    ExecutionHolder execution;

    @Inject
    TlsContexts tls;

    @Inject
    Telemetry telemetry;

    @Inject
    Topologies topologies;

    private final Channels channels = new Channels();
    private @Nullable Connections connections;

    /**
     * @throws IllegalArgumentException if an attribute's value is wrong
     * @throws IllegalStateException if a queue or exchange exists on the broker with other properties than configured
     */
    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        var attributes = new ChannelAttributes(config, Direction.OUTGOING);
        attributes.warnOfUnknown();
        var metrics = telemetry.metrics(attributes.channel());
        var channel = new OutgoingChannel(
                PublishSettings.of(attributes),
                new TopologyKeeper(topologies.of(attributes), metrics.topologyLost()),
                connections().forChannel(attributes, metrics),
                metrics,
                telemetry.tracing(attributes));
        channels.add(attributes, channel);
        connections().tick(channel::tick);
        FirstAttempt.await(attributes, channel.start());
        return channel;
    }

    /** Throws the same exceptions as {@link #getSubscriber}. */
    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        var attributes = new ChannelAttributes(config, Direction.INCOMING);
        attributes.warnOfUnknown();
        var metrics = telemetry.metrics(attributes.channel());
        var settings = ConsumeSettings.of(attributes);
        var topology = new TopologyKeeper(topologies.of(attributes), metrics.topologyLost());
        var connection = connections().forChannel(attributes, metrics);
        var channel = new IncomingChannel(
                settings,
                topology,
                connection,
                eventLoop(),
                MessageReader.of(
                        attributes, telemetry.tracing(attributes), connection, metrics, deadLetters(attributes)),
                metrics);
        channels.add(attributes, channel);
        connections().tick(channel::tick);
        FirstAttempt.await(attributes, channel.start());
        if (attributes.flag("broadcast")) {
            return Multi.createFrom().publisher(channel).broadcast().toAllSubscribers();
        }
        return channel;
    }

    /**
     * A client that sends requests to a queue and waits for the replies. It finds the broker as channels do: through the
     * environment, aliases such as {@code rabbitmq-host}, and {@code mp.messaging.connector.logcast-rabbitmq.*}.
     *
     * @param name for logs
     */
    public RequestClient requests(String name, String queue) {
        var attributes = new ChannelAttributes(ConnectorAttributes.under(name), Direction.OUTGOING);
        return new RequestClient(name, queue, connections().forChannel(attributes, telemetry.metrics(name)));
    }

    /** Answers requests that clients made by {@link #requests} send to the queue. Answers run on the workers. */
    public Responder responder(String name, String queue, Responder.Answers answers, Executor workers) {
        return new Responder(name, queue, connection(name), answers, workers);
    }

    /**
     * Queues whose names are not known when the application starts, on a consuming connection of their own. It is opened
     * when it is first needed, and closed when the application stops.
     *
     * @param name shown in the broker's management UI
     * @param blocks names of the blocks {@code topology.<name>.*} that all queues need; declared in this order
     * @param readers made by {@link #bulkReader} with the same {@code name}
     */
    public RuntimeQueues queues(
            String name, List<String> blocks, RuntimeQueues.Upkeep upkeep, List<BulkReader<?>> readers) {
        return new RuntimeQueues(name, connection(name), topology(name, blocks), upkeep, readers);
    }

    /** A reader to be passed to {@link #queues} with the same name. The block {@code topology.<block>.*} declares its queue. */
    public <T> BulkReader<T> bulkReader(String name, String queue, String block, BulkReader.Settings<T> settings) {
        return new BulkReader<>(queue, connection(name), topology(block, List.of(block)), settings);
    }

    /** The consuming connection with this name, which {@link #queues} of the same name use too. */
    public BrokerConnection connection(String name) {
        var attributes = new ChannelAttributes(ConnectorAttributes.under(name), Direction.INCOMING);
        return connections().forChannel(attributes, telemetry.metrics(name));
    }

    private TopologyKeeper topology(String user, List<String> blocks) {
        return new TopologyKeeper(
                topologies.of(user, blocks), telemetry.metrics(user).topologyLost());
    }

    /** The state of each channel with {@code health-enabled}. */
    public List<ChannelStatus> channels() {
        return channels.statuses();
    }

    /** How queues on the broker differ from the configuration, by the queue's name. */
    public Map<String, String> deviations() {
        return topologies.deviations();
    }

    /** Ready once each channel has been opened; stays ready if the broker is lost later. */
    @Override
    public HealthReport getReadiness() {
        return channels.readiness();
    }

    void terminate(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        channels.stop();
        if (connections != null) {
            connections.close();
        }
    }

    private @Nullable OutgoingChannel deadLetters(ChannelAttributes attributes) {
        if (!"dead-letter".equals(attributes.text("failure-strategy"))) {
            return null;
        }
        var settings = PublishSettings.ofDeadLetters(attributes);
        var metrics = telemetry.metrics(settings.channel());
        var channel = new OutgoingChannel(
                settings,
                new TopologyKeeper(Topology.none(settings.channel()), metrics.topologyLost()),
                connections().forDeadLetters(attributes, metrics),
                metrics,
                MessageTracing.off());
        channels.addDeadLetters(channel);
        connections().tick(channel::tick);
        channel.start();
        return channel;
    }

    private ContextInternal eventLoop() {
        return ((VertxInternal) execution.vertx().getDelegate()).createEventLoopContext();
    }

    private synchronized Connections connections() {
        if (connections == null) {
            var application = ConfigProvider.getConfig()
                    .getOptionalValue("quarkus.application.name", String.class)
                    .orElse("logcast");
            connections = new Connections(application, tls);
        }
        return connections;
    }
}
