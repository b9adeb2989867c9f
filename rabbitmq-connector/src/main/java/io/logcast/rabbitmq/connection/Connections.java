package io.logcast.rabbitmq.connection;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one application. Publishers and consumers never share one, since the broker blocks those that
 * publish: all outgoing channels share one, each incoming channel has its own, unless they name a shared one.
 */
public final class Connections implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);

    private final String application;
    private final TlsContexts tls;
    private final Map<ConnectionKey, BrokerConnection> connections = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor ticker =
            new ScheduledThreadPoolExecutor(1, new ConnectorThreads("timer"));

    public Connections(String application, TlsContexts tls) {
        this.application = application;
        this.tls = tls;
        ticker.setRemoveOnCancelPolicy(true);
        tick(this::watch);
    }

    /** The connection for a channel, made at the first call for its key. */
    public BrokerConnection forChannel(ChannelAttributes attributes, ChannelMetrics metrics) {
        var settings = ConnectionSettings.of(attributes);
        var name = connectionName(attributes);
        return connections.computeIfAbsent(
                new ConnectionKey(attributes.direction(), name, settings),
                key -> new BrokerConnection(
                        application + " " + name, settings, tls.settings(settings), metrics::reconnected));
    }

    /** A shared publishing connection, for an incoming channel that publishes its dead letters. */
    public BrokerConnection forDeadLetters(ChannelAttributes incoming, ChannelMetrics metrics) {
        var settings = ConnectionSettings.of(incoming);
        return connections.computeIfAbsent(
                new ConnectionKey(Direction.OUTGOING, "publish", settings),
                key -> new BrokerConnection(
                        application + " publish", settings, tls.settings(settings), metrics::reconnected));
    }

    /** Runs the task every few milliseconds; it must not block. */
    public ScheduledFuture<?> tick(Runnable task) {
        var survived = Faults.survived("A task of the timer", task);
        return ticker.scheduleWithFixedDelay(survived, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        connections.values().forEach(BrokerConnection::close);
        ticker.shutdownNow();
    }

    private void watch() {
        long now = System.nanoTime();
        connections.values().forEach(c -> c.watch(now, LONGEST_WRITE.toNanos()));
    }

    private static String connectionName(ChannelAttributes attributes) {
        return attributes
                .find("shared-connection-name")
                .orElse(attributes.direction() == Direction.OUTGOING ? "publish" : attributes.channel());
    }

    private record ConnectionKey(Direction direction, String name, ConnectionSettings settings) {}
}
