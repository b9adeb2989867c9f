package io.logcast.rabbitmq.telemetry;

import io.logcast.rabbitmq.PublishException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The meters of one channel, tagged with its name. */
public final class ChannelMetrics {

    private static final String PREFIX = "logcast.rabbitmq.";

    private final MeterRegistry registry;
    private final String channel;
    private final Counter reconnects;

    public ChannelMetrics(MeterRegistry registry, String channel) {
        this.registry = registry;
        this.channel = channel;
        this.reconnects = counter("reconnects", "Connections made again after a loss");
    }

    public void reconnected() {
        reconnects.increment();
    }

    /** Counts exchanges and queues that were gone from the broker. */
    public Counter topologyLost() {
        return counter("topology.lost", "Exchanges and queues that were gone, and were declared again");
    }

    /** Counts messages that the failure strategy {@code dead-letter} has published. */
    public Counter deadLettered() {
        return counter("dead.lettered", "Messages published to the dead-letter exchange");
    }

    /** Meters of an outgoing channel. */
    public PublishMetrics publishing(Supplier<Number> inFlight) {
        gauge("in.flight", "Messages accepted and neither acked nor nacked", inFlight);
        return new PublishMetrics(
                counter("published", "Messages sent to the broker"),
                counter("confirmed", "Messages confirmed by the broker"),
                counter("returned", "Messages returned as unroutable"),
                counter("nacked", "Messages refused by the broker"),
                counter("unknown", "Messages sent whose outcome is not known"),
                counter("unavailable", "Messages not sent: no connection, or a blocked one"),
                counter("invalid", "Messages that cannot be sent, whatever the broker's state"),
                Timer.builder(PREFIX + "confirm.latency")
                        .description("From accepting a message to its confirm")
                        .tag("channel", channel)
                        .register(registry));
    }

    /** Meters of an incoming channel. */
    public ConsumeMetrics consuming(Supplier<Number> registered, Supplier<Number> heldBytes) {
        gauge("consumers", "Consumers registered with the broker, or waiting for room in the window", registered);
        gauge("held.bytes", "Bytes of messages delivered and not settled", heldBytes);
        return new ConsumeMetrics(
                counter("delivered", "Messages delivered"),
                counter("acked", "Messages acknowledged"),
                counter("rejected", "Messages rejected or requeued"),
                deadLettered(),
                counter(
                        "acks.stale",
                        "Settlements dropped, since the channel that delivered is gone or the message was given back"),
                counter("redelivered", "Messages delivered again"),
                counter("window.returned", "Messages given back unread, since the window of bytes was full"));
    }

    /** Counts what becomes of published messages. */
    public record PublishMetrics(
            Counter published,
            Counter confirmed,
            Counter returned,
            Counter nacked,
            Counter unknown,
            Counter unavailable,
            Counter invalid,
            Timer confirmLatency) {

        public void confirmed(long nanos) {
            confirmed.increment();
            confirmLatency.record(nanos, TimeUnit.NANOSECONDS);
        }

        public void failed(PublishException.Reason reason) {
            switch (reason) {
                case UNROUTABLE -> returned.increment();
                case REJECTED -> nacked.increment();
                case CONNECTION_LOST, DEADLINE -> unknown.increment();
                case BLOCKED, NOT_CONNECTED -> unavailable.increment();
                case INVALID -> invalid.increment();
            }
        }
    }

    /** Counts what becomes of delivered messages. */
    public record ConsumeMetrics(
            Counter delivered,
            Counter acked,
            Counter rejected,
            Counter deadLettered,
            Counter staleAcks,
            Counter redelivered,
            Counter windowReturned) {}

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tag("channel", channel)
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .tag("channel", channel)
                .register(registry);
    }
}
