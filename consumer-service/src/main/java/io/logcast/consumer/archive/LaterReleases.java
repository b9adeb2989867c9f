package io.logcast.consumer.archive;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.messages.Delivery;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code later}: messages that only a consumer of a later release can read, which may run beside this one. They
 * wait in a queue of their own, from which the broker brings them to {@code logs.archive} again.
 */
@ApplicationScoped
class LaterReleases {

    private static final Logger LOG = Logger.getLogger(LaterReleases.class);
    private static final long RETRY_MILLIS = 5_000;
    // Half of what the archive may have outstanding, so that others get through beside them.
    private static final int HELD_BYTES = 8 * 1024 * 1024;
    // Bounds their number too, to some 500.
    private static final int BYTES_OF_A_MESSAGE = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Emitter<byte[]> later;
    private final String queue;
    private final Vertx vertx;
    private final Counter deferred;
    private final ByteBudget held = new ByteBudget(HELD_BYTES);
    /** Why the queue did not take the last message; null if it did, or if the broker takes none at all. */
    private volatile @Nullable Throwable refusal;

    LaterReleases(
            // Bounded by what may be held.
            @Channel("later") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> later,
            @ConfigProperty(name = "topology.archive-later.queue") String queue,
            Vertx vertx,
            MeterRegistry meters) {
        this.later = later;
        this.queue = queue;
        this.vertx = vertx;
        this.deferred = Counter.builder("logcast.archive.deferred")
                .description("Messages of a later release, counted each time that they are put off")
                .register(meters);
    }

    /**
     * Acknowledges the message once the broker has confirmed its copy; until then it is tried again. When many wait for that, it
     * becomes a dead letter if their queue is full, and waits here if the broker takes no messages at all.
     */
    void defer(Message<byte[]> message, Delivery delivery) throws InterruptedException {
        var bytes = Math.min(HELD_BYTES, BYTES_OF_A_MESSAGE + message.getPayload().length);
        while (!held.take(bytes, refusal == null ? PATIENCE : Duration.ZERO)) {
            var reason = refusal;
            if (reason != null) {
                message.nack(new CannotBePutOffException(String.valueOf(delivery.type()), queue, reason));
                return;
            }
        }
        LOG.debugf("Message %s waits for a consumer that knows its type", delivery.messageId());
        send(message, copy(delivery), bytes);
    }

    /** @param taken of what may be held until it is confirmed */
    private void send(Message<byte[]> message, OutgoingRabbitMQMetadata properties, int taken) {
        ConfirmedSend.to(later, message.getPayload(), properties).whenComplete((none, reason) -> {
            refusal = isRefusal(reason) ? reason : null;
            if (reason == null) {
                held.give(taken);
                deferred.increment();
                message.ack();
            } else {
                retry(message, properties, taken, reason);
            }
        });
    }

    private static boolean isRefusal(@Nullable Throwable reason) {
        return reason instanceof PublishException failure
                && (failure.reason() == Reason.REJECTED || failure.reason() == Reason.UNROUTABLE);
    }

    private void retry(Message<byte[]> message, OutgoingRabbitMQMetadata properties, int taken, Throwable reason) {
        LOG.warnf(
                "A message of a later release is not in %s yet; trying again in %d ms: %s",
                queue, RETRY_MILLIS, reason.getMessage());
        vertx.setTimer(RETRY_MILLIS, timer -> send(message, properties, taken));
    }

    /** All that its consumer may want to know; what the broker has added on the way is left behind. */
    private OutgoingRabbitMQMetadata copy(Delivery delivery) {
        return delivery.properties()
                .toOutgoing()
                .withRoutingKey(queue)
                .withHeaders(delivery.headersToForward())
                .build();
    }
}
