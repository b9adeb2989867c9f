package io.logcast.rabbitmq.outgoing;

import io.logcast.rabbitmq.connection.Faults;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Acks or nacks messages. If that fails, the failure is logged. */
final class MessageAnswer {

    private static final Logger LOG = Logger.getLogger(MessageAnswer.class);

    private MessageAnswer() {}

    /** @param failure the reason for a nack; null for an ack */
    static void give(String channel, Message<?> message, @Nullable Throwable failure) {
        try {
            var stage = failure == null ? message.ack() : message.nack(failure);
            stage.whenComplete((nothing, thrown) -> {
                if (thrown != null) {
                    warn(channel, failure, thrown);
                }
            });
        } catch (RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            warn(channel, failure, e);
        }
    }

    private static void warn(String channel, @Nullable Throwable failure, Throwable thrown) {
        LOG.warnf(thrown, "Channel %s: the %s of a message failed", channel, failure == null ? "ack" : "nack");
    }
}
