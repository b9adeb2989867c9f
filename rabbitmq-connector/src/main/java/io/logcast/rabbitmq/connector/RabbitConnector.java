package io.logcast.rabbitmq.connector;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.Connections;
import io.logcast.rabbitmq.connection.TlsContexts;
import io.logcast.rabbitmq.incoming.ConsumeSettings;
import io.logcast.rabbitmq.incoming.IncomingChannel;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import io.logcast.rabbitmq.outgoing.PublishSettings;
import io.logcast.rabbitmq.requests.RequestClient;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.logcast.rabbitmq.topology.Deviations;
import io.logcast.rabbitmq.topology.Topology;
import io.logcast.rabbitmq.topology.TopologyBlocks;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import io.logcast.rabbitmq.topology.TopologyReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
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
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connector {@code logcast-rabbitmq}: an outgoing message is acked only when the broker has stored it, an incoming
 * one is settled only on the channel that delivered it. Its attributes are those of {@code smallrye-rabbitmq}.
 */
@ApplicationScoped
@Connector(RabbitConnector.NAME)
public class RabbitConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The value of a channel's {@code connector} attribute. */
    public static final String NAME = "logcast-rabbitmq";

    private static final String OF_ALL_CHANNELS = ConnectorFactory.CONNECTOR_PREFIX + NAME + ".";
    private static final Logger LOG = Logger.getLogger(RabbitConnector.class);

    @Inject
    ExecutionHolder execution;

    @Inject
    TlsContexts tls;

    @Inject
    @Any
    Instance<Map<String, ?>> argumentBeans;

    @Inject
    Instance<OpenTelemetry> telemetry;

    @Inject
    Instance<MeterRegistry> meterRegistries;

    private final List<Outgoing> outgoing = new CopyOnWriteArrayList<>();
    private final List<Incoming> incoming = new CopyOnWriteArrayList<>();
    private final Deviations deviations = new Deviations();
    private @Nullable Connections connections;

    /**
     * @throws IllegalArgumentException if an attribute's value is wrong
     * @throws IllegalStateException if the broker has a queue or an exchange of another kind under a configured name
     */
    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        var attributes = new ChannelAttributes(config, Direction.OUTGOING);
        reportUnknown(attributes);
        var metrics = metrics(attributes.channel());
        var channel = new OutgoingChannel(
                PublishSettings.of(attributes),
                topology(attributes),
                connections().forChannel(attributes, metrics),
                metrics,
                tracing(attributes));
        outgoing.add(new Outgoing(attributes, channel));
        connections().tick(channel::tick);
        FirstAttempt.await(attributes, channel.start());
        return channel;
    }

    /** Throws what {@link #getSubscriber} throws. */
    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        var attributes = new ChannelAttributes(config, Direction.INCOMING);
        reportUnknown(attributes);
        var metrics = metrics(attributes.channel());
        var channel = new IncomingChannel(
                ConsumeSettings.of(attributes),
                topology(attributes),
                connections().forChannel(attributes, metrics),
                eventLoop(),
                metrics,
                tracing(attributes),
                deadLetters(attributes));
        incoming.add(new Incoming(attributes, channel));
        connections().tick(channel::tick);
        FirstAttempt.await(attributes, channel.start());
        if (attributes.flag("broadcast")) {
            return Multi.createFrom().publisher(channel).broadcast().toAllSubscribers();
        }
        return channel;
    }

    /**
     * A client that asks whoever consumes the queue. It is connected as all channels are: by the environment, the aliases
     * such as {@code rabbitmq-host}, and {@code mp.messaging.connector.logcast-rabbitmq.*}.
     *
     * @param name for logs
     */
    public RequestClient requests(String name, String queue) {
        var attributes = new ChannelAttributes(ofAllChannels(name), Direction.OUTGOING);
        return new RequestClient(name, queue, connections().forChannel(attributes, metrics(name)));
    }

    /**
     * A consuming connection for what no channel can express, such as queues whose names are not known at the start. Its
     * settings are those of all channels: {@code rabbitmq-*} and {@code mp.messaging.connector.logcast-rabbitmq.*}. It
     * connects at its first user, again whenever it is lost, and ends with the application.
     *
     * @param name shown in the broker's management UI; the same name gives the same connection
     */
    public BrokerConnection connection(String name) {
        var attributes = new ChannelAttributes(ofAllChannels(name), Direction.INCOMING);
        return connections().forChannel(attributes, metrics(name));
    }

    /** The blocks {@code topology.<name>.*} of these names, in this order, for a user of {@link #connection}. */
    public TopologyKeeper topology(String user, List<String> blocks) {
        var topology = Topology.of(user, blocks, new TopologyBlocks(ConfigProvider.getConfig()), deviations);
        return new TopologyKeeper(topology, metrics(user).topologyLost());
    }

    private static Config ofAllChannels(String name) {
        var config = ConfigProvider.getConfig();
        var attributes = new HashMap<>(Map.of(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, name));
        for (var property : config.getPropertyNames()) {
            if (property.startsWith(OF_ALL_CHANNELS)) {
                config.getOptionalValue(property, String.class)
                        .ifPresent(value -> attributes.put(property.substring(OF_ALL_CHANNELS.length()), value));
            }
        }
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(attributes, name, 100))
                .build();
    }

    /** Every channel's state at the broker, for those whose health is enabled. */
    public List<ChannelStatus> channels() {
        var publishing = outgoing.stream()
                .filter(o -> o.attributes.flag("health-enabled"))
                .map(o -> new ChannelStatus(o.attributes.channel(), "publisher", o.channel.isUsable()));
        var consuming = incoming.stream()
                .filter(i -> i.attributes.flag("health-enabled") && i.channel.isSubscribed())
                .map(i -> new ChannelStatus(i.attributes.channel(), "consumer", i.channel.isRegistered()));
        return Stream.concat(publishing, consuming).toList();
    }

    /** What differs of queues that are used as the broker has them, by the queue's name. */
    public Map<String, String> deviations() {
        return deviations.byQueue();
    }

    /** Ready once every channel has been opened; a broker that is lost later does not undo that. */
    @Override
    public HealthReport getReadiness() {
        var report = HealthReport.builder();
        outgoing.stream()
                .filter(o -> waitedFor(o.attributes))
                .forEach(o -> report.add(o.attributes.channel(), o.channel.hasOpened()));
        incoming.stream()
                .filter(i -> waitedFor(i.attributes))
                .forEach(i -> report.add(i.attributes.channel(), i.channel.hasOpened()));
        return report.build();
    }

    void terminate(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        new Shutdown(
                        incoming.stream().map(Incoming::channel).toList(),
                        outgoing.stream().map(Outgoing::channel).toList(),
                        drainMillis())
                .run();
        if (connections != null) {
            connections.close();
        }
        incoming.clear();
        outgoing.clear();
    }

    private static boolean waitedFor(ChannelAttributes attributes) {
        return attributes.flag("health-enabled") && attributes.flag("health-readiness-enabled");
    }

    private long drainMillis() {
        return Stream.concat(
                        outgoing.stream().map(Outgoing::attributes),
                        incoming.stream().map(Incoming::attributes))
                .mapToLong(a -> a.millis("drain-timeout").toMillis())
                .max()
                .orElse(0);
    }

    private static void reportUnknown(ChannelAttributes attributes) {
        var unknown = attributes.unknown();
        if (!unknown.isEmpty()) {
            LOG.warnf("Channel %s has attributes that the connector does not know: %s", attributes.channel(), unknown);
        }
    }

    private @Nullable OutgoingChannel deadLetters(ChannelAttributes attributes) {
        if (!"dead-letter".equals(attributes.text("failure-strategy"))) {
            return null;
        }
        var settings = PublishSettings.ofDeadLetters(attributes);
        var metrics = metrics(settings.channel());
        var channel = new OutgoingChannel(
                settings,
                Topology.none(settings.channel()),
                connections().forDeadLetters(attributes, metrics),
                metrics,
                MessageTracing.off());
        connections().tick(channel::tick);
        channel.start();
        return channel;
    }

    private Topology topology(ChannelAttributes attributes) {
        return new TopologyReader(this::arguments, new TopologyBlocks(ConfigProvider.getConfig()), deviations)
                .read(attributes);
    }

    private Map<String, ?> arguments(String identifier) {
        var bean = argumentBeans.select(Identifier.Literal.of(identifier));
        return bean.isResolvable() ? bean.get() : Map.of();
    }

    private ChannelMetrics metrics(String channel) {
        var registry = meterRegistries.isResolvable() ? meterRegistries.get() : new CompositeMeterRegistry();
        return new ChannelMetrics(registry, channel);
    }

    private MessageTracing tracing(ChannelAttributes attributes) {
        return attributes.flag("tracing.enabled") && telemetry.isResolvable()
                ? MessageTracing.on(telemetry.get(), attributes.list("tracing.attribute-headers"))
                : MessageTracing.off();
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

    private record Outgoing(ChannelAttributes attributes, OutgoingChannel channel) {}

    private record Incoming(ChannelAttributes attributes, IncomingChannel channel) {}
}
