package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.smallrye.reactive.messaging.rabbitmq.RabbitMQRejectMetadata;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides what happens to a nacked message. Must not block. */
interface FailureStrategy {

    void handle(BrokerDelivery delivery, Throwable reason, @Nullable Metadata metadata);

    /**
     * The strategy that the attributes name.
     *
     * @throws IllegalArgumentException if none has that name
     */
    static FailureStrategy of(ChannelAttributes attributes, Supplier<FailureStrategy> deadLetter) {
        var channel = attributes.channel();
        var name = attributes.text("failure-strategy");
        return switch (name) {
            case "reject" -> reject(channel);
            case "requeue" -> requeue(channel);
            case "accept", "ignore" -> accept(channel);
            case "fail" -> fail(channel);
            case "dead-letter" -> deadLetter.get();
            default ->
                throw new IllegalArgumentException("Channel " + channel + ": failure-strategy is reject, requeue,"
                        + " dead-letter, accept, ignore or fail, not '" + name + "'");
        };
    }

    /** The broker dead-letters the message, or drops it if the queue has no dead-letter exchange. */
    static FailureStrategy reject(String channel) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.warnf("Channel %s: message %s is rejected: %s", channel, delivery, reason);
            delivery.settle(rejection(metadata));
        };
    }

    /** The broker delivers it again, to any consumer. */
    static FailureStrategy requeue(String channel) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.debugf("Channel %s: message %s is requeued: %s", channel, delivery, reason);
            delivery.settle(Disposition.REQUEUE);
        };
    }

    /** Logs the failure and acks the message. */
    static FailureStrategy accept(String channel) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.warnf("Channel %s: message %s failed and is acked nevertheless: %s", channel, delivery, reason);
            delivery.settle(Disposition.ACK);
        };
    }

    /** Rejects the message and stops consuming. */
    static FailureStrategy fail(String channel) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.errorf(reason, "Channel %s: message %s failed, consuming stops", channel, delivery);
            delivery.settle(rejection(metadata));
            delivery.session.halt();
        };
    }

    private static Disposition rejection(@Nullable Metadata metadata) {
        boolean requeue = metadata != null
                && metadata.get(RabbitMQRejectMetadata.class)
                        .map(RabbitMQRejectMetadata::isRequeue)
                        .orElse(false);
        return requeue ? Disposition.REQUEUE : Disposition.REJECT;
    }
}
