package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.smallrye.reactive.messaging.rabbitmq.RabbitMQRejectMetadata;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What becomes of a nacked message. Must not block. */
interface FailureStrategy {

    void handle(BrokerDelivery delivery, Throwable reason, @Nullable Metadata metadata);

    /** The broker dead-letters it, or drops it where the queue has no dead-letter exchange. */
    static FailureStrategy reject(String channel) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.warnf("Channel %s: message %s is rejected: %s", channel, delivery, reason);
            delivery.settle(rejection(metadata));
        };
    }

    /** The broker delivers it again, to whomever. */
    static FailureStrategy requeue(String channel) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.debugf("Channel %s: message %s is requeued: %s", channel, delivery, reason);
            delivery.settle(Disposition.REQUEUE);
        };
    }

    /** The failure is logged and the message acked. */
    static FailureStrategy accept(String channel) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.warnf("Channel %s: message %s is acked all the same: %s", channel, delivery, reason);
            delivery.settle(Disposition.ACK);
        };
    }

    /** It is rejected, and no more are consumed. */
    static FailureStrategy fail(String channel, Runnable stop) {
        var log = Logger.getLogger(FailureStrategy.class);
        return (delivery, reason, metadata) -> {
            log.errorf(reason, "Channel %s: message %s failed, consuming stops", channel, delivery);
            delivery.settle(rejection(metadata));
            stop.run();
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
