package io.logcast.consumer.archive;

import io.logcast.consumer.messages.Delivery;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * The channel {@code later}: messages that only a consumer of a later release can read. Such a consumer may run beside
 * this one. They wait in a queue of their own, from which the broker returns them to {@code logs.archive}.
 */
@ApplicationScoped
class LaterReleases {

    private static final Logger LOG = Logger.getLogger(LaterReleases.class);
    private static final long RETRY_MILLIS = 5_000;
    // The limit while their queue is full: half of what the archive may have outstanding, so that other messages still
    // get through.
    private static final int HELD_BYTES = 8 * 1024 * 1024;
    // Also bounds their number, to about 500.
    private static final int BYTES_OF_A_MESSAGE = 16 * 1024;

    private final Emitter<byte[]> later;
    private final String queue;
    private final Vertx vertx;
    private final Counter deferred;
    /** The bytes of all messages that are not settled, which are never more than the archive may have outstanding. */
    private final AtomicLong held = new AtomicLong();
    /** The sends to repeat at the next attempt. */
    private final Queue<Runnable> failed = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean attemptIsPlanned = new AtomicBoolean();

    LaterReleases(
            // Bounded by what the archive may have outstanding.
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
     * Acknowledges the message once the broker has confirmed its copy; until then, publishing is retried. The message
     * becomes a dead letter if the queue for such messages is full while this replica holds many. Never waits, since
     * the caller's thread also stores all other messages.
     */
    void defer(Message<byte[]> message, Delivery delivery) {
        LOG.debugf("Message %s waits for a consumer that knows its type", delivery.messageId());
        held.addAndGet(cost(message));
        send(message, delivery, copy(delivery));
    }

    private static int cost(Message<byte[]> message) {
        return BYTES_OF_A_MESSAGE + message.getPayload().length;
    }

    private void send(Message<byte[]> message, Delivery delivery, OutgoingRabbitMQMetadata properties) {
        ConfirmedSend.to(later, message.getPayload(), properties).whenComplete((none, reason) -> {
            if (reason == null) {
                held.addAndGet(-cost(message));
                deferred.increment();
                message.ack();
            } else if (isRefusal(reason) && held.get() > HELD_BYTES) {
                held.addAndGet(-cost(message));
                message.nack(new CannotBePutOffException(String.valueOf(delivery.type()), queue, reason));
            } else {
                retry(() -> send(message, delivery, properties), reason);
            }
        });
    }

    /** Whether only that queue refused the message; otherwise the broker accepts no messages at all, or is away. */
    private static boolean isRefusal(Throwable reason) {
        return reason instanceof PublishException failure
                && (failure.reason() == Reason.REJECTED || failure.reason() == Reason.UNROUTABLE);
    }

    /** Repeats all failed sends together, with one warning. */
    private void retry(Runnable sending, Throwable reason) {
        failed.add(sending);
        if (attemptIsPlanned.compareAndSet(false, true)) {
            vertx.setTimer(RETRY_MILLIS, timer -> sendAgain(reason));
        }
    }

    private void sendAgain(Throwable reason) {
        // First, so that a send that fails from here on plans another attempt.
        attemptIsPlanned.set(false);
        var again = new ArrayList<Runnable>();
        for (var next = failed.poll(); next != null; next = failed.poll()) {
            again.add(next);
        }
        if (!again.isEmpty()) {
            LOG.warnf(
                    "Messages of a later release that are not in %2$s yet: %1$d. Trying again; the first failure: %3$s",
                    again.size(), queue, reason.getMessage());
        }
        again.forEach(Runnable::run);
    }

    /** Everything that its consumer may need, without the headers that the broker added. */
    private OutgoingRabbitMQMetadata copy(Delivery delivery) {
        return delivery.properties()
                .toOutgoing()
                .withRoutingKey(queue)
                .withHeaders(delivery.headersToForward())
                .build();
    }
}
