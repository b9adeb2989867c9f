package io.logcast.rabbitmq.testing;

import io.logcast.rabbitmq.connection.TlsContexts;
import io.logcast.rabbitmq.connector.RabbitConnector;
import io.logcast.rabbitmq.health.BrokerHealth;
import io.logcast.rabbitmq.telemetry.Telemetry;
import io.logcast.rabbitmq.topology.Topologies;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.smallrye.reactive.messaging.rabbitmq.RabbitMQConnector;
import io.smallrye.reactive.messaging.rabbitmq.fault.RabbitMQAccept;
import io.smallrye.reactive.messaging.rabbitmq.fault.RabbitMQFailStop;
import io.smallrye.reactive.messaging.rabbitmq.fault.RabbitMQReject;
import io.smallrye.reactive.messaging.rabbitmq.fault.RabbitMQRequeue;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * The connector under test (ours, or the one that the system property {@code connector} names) in a container of its
 * own, used through its SPI.
 */
public final class Connectors implements AutoCloseable {

    /** The connector that the tests run on. */
    public static final String UNDER_TEST = System.getProperty("connector", RabbitConnector.NAME);

    private final WeldContainer container;
    private final Map<String, String> shared;

    private Connectors(WeldContainer container, Map<String, String> shared) {
        this.container = container;
        this.shared = shared;
    }

    /** Starts a container whose channels all have these attributes. */
    public static Connectors start(Map<String, String> shared, Class<?>... beans) {
        var weld = new Weld()
                .disableDiscovery()
                .addBeanClasses(
                        RabbitConnector.class,
                        TlsContexts.class,
                        Telemetry.class,
                        Topologies.class,
                        BrokerHealth.class,
                        ExecutionHolder.class,
                        RabbitMQConnector.class,
                        RabbitMQAccept.Factory.class,
                        RabbitMQFailStop.Factory.class,
                        RabbitMQReject.Factory.class,
                        RabbitMQRequeue.Factory.class);
        weld.addBeanClasses(beans);
        return new Connectors(weld.initialize(), shared);
    }

    public static boolean isStock() {
        return !UNDER_TEST.equals(RabbitConnector.NAME);
    }

    public Outbox outgoing(String channel, Map<String, String> attributes) {
        var outbox = new Outbox();
        outbox.feed(subscriber(UNDER_TEST, channel, attributes));
        return outbox;
    }

    public Inbox incoming(String channel, Map<String, String> attributes) {
        return new Inbox(publisher(UNDER_TEST, channel, attributes));
    }

    /** An outgoing channel of any connector. */
    @SuppressWarnings("unchecked")
    public Flow.Subscriber<Message<?>> subscriber(String connector, String channel, Map<String, String> attributes) {
        return (Flow.Subscriber<Message<?>>) container
                .select(OutboundConnector.class, ConnectorLiteral.of(connector))
                .get()
                .getSubscriber(config(channel, attributes));
    }

    /** An incoming channel of any connector. */
    public Flow.Publisher<? extends Message<?>> publisher(
            String connector, String channel, Map<String, String> attributes) {
        return container
                .select(InboundConnector.class, ConnectorLiteral.of(connector))
                .get()
                .getPublisher(config(channel, attributes));
    }

    public HealthReporter health() {
        return container
                .select(HealthReporter.class, ConnectorLiteral.of(UNDER_TEST))
                .get();
    }

    public <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    public RabbitConnector ours() {
        return container
                .select(RabbitConnector.class, ConnectorLiteral.of(RabbitConnector.NAME))
                .get();
    }

    /** Ends the application, as SIGTERM does. */
    @Override
    public void close() {
        if (container.isRunning()) {
            container.close();
        }
    }

    private Config config(String channel, Map<String, String> attributes) {
        var all = new HashMap<>(shared);
        all.putAll(attributes);
        return MapConfig.ofChannel(channel, all);
    }
}
