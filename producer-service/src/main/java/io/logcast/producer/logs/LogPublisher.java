package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.requests.Budget;
import io.logcast.producer.requests.RefusedException;
import io.logcast.rabbitmq.PublishException;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Publishes to the channels {@code logs} and {@code queues}: as many at a time as allowed, each answered before its
 * deadline.
 */
@ApplicationScoped
class LogPublisher {

    private static final int PERSISTENT = 2;
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final Emitter<byte[]> logs;
    private final Emitter<byte[]> queues;
    private final PublishConfig config;
    private final Budget inFlight;

    LogPublisher(
            // The budget is the bound: what is beyond it is a 429, where a full emitter would be a 500.
            @Channel("logs") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> logs,
            @Channel("queues") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> queues,
            PublishConfig config) {
        this.logs = logs;
        this.queues = queues;
        this.config = config;
        this.inFlight =
                new Budget(config.maxInFlight(), config.maxInFlightSize().asLongValue());
    }

    /** Completes when the broker has confirmed the message; otherwise fails with a {@link RefusedException}. */
    CompletionStage<Void> broadcast(LogMessage message) {
        return publish(logs, message, message.routingKey());
    }

    /** The same for one queue; a queue that is not there is a {@link RefusedException} too. */
    CompletionStage<Void> send(LogMessage message, String queue) {
        return publish(queues, message, queue)
                .exceptionallyCompose(reason -> CompletableFuture.failedFuture(ofQueue(queue, unwrapped(reason))));
    }

    private CompletionStage<Void> publish(Emitter<byte[]> channel, LogMessage message, String routingKey) {
        var size = message.body().length;
        if (!inFlight.tryTake(size)) {
            return CompletableFuture.failedFuture(new RefusedException(
                    RefusedException.TOO_MANY, "Too many messages are waiting for the broker's confirm"));
        }
        var settled = new CompletableFuture<Void>();
        var confirmed = settled.whenComplete((none, reason) -> inFlight.giveBack(size));
        emit(channel, message, routingKey, settled);
        // A copy: past the deadline the message still holds its place, until the connector has let go of it.
        return confirmed
                .copy()
                .orTimeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(reason -> CompletableFuture.failedFuture(refusal(reason)));
    }

    private static void emit(
            Emitter<byte[]> channel, LogMessage message, String routingKey, CompletableFuture<Void> settled) {
        try {
            channel.send(Message.of(
                    message.body(),
                    Metadata.of(properties(message, routingKey)),
                    () -> {
                        settled.complete(null);
                        return DONE;
                    },
                    reason -> {
                        settled.completeExceptionally(notStored(reason));
                        return DONE;
                    }));
        } catch (RuntimeException e) {
            // A channel that has ended throws; the message was not sent.
            settled.completeExceptionally(notStored(e));
        }
    }

    private static Throwable refusal(Throwable reason) {
        var cause = unwrapped(reason);
        return cause instanceof TimeoutException
                ? new RefusedException(RefusedException.UNAVAILABLE, "The broker did not confirm the event in time")
                : cause;
    }

    /** A broadcast that reaches no queue is the operator's to mend; a queue that is not there, the client's. */
    private static Throwable ofQueue(String queue, Throwable refusal) {
        return refusal.getCause() instanceof PublishException e && e.reason() == PublishException.Reason.UNROUTABLE
                ? new RefusedException(RefusedException.NOT_FOUND, "The broker has no queue " + queue, e)
                : refusal;
    }

    private static Throwable unwrapped(Throwable reason) {
        return reason instanceof CompletionException && reason.getCause() != null ? reason.getCause() : reason;
    }

    private static RefusedException notStored(Throwable reason) {
        var why = reason.getMessage() == null ? "no reason is known" : reason.getMessage();
        return new RefusedException(RefusedException.UNAVAILABLE, "The broker did not store the event: " + why, reason);
    }

    private static OutgoingRabbitMQMetadata properties(LogMessage message, String routingKey) {
        return new OutgoingRabbitMQMetadata.Builder()
                .withRoutingKey(routingKey)
                .withMessageId(message.messageId().toString())
                .withType(LogMessage.TYPE)
                .withContentType(LogMessage.CONTENT_TYPE)
                .withAppId(LogMessage.APP_ID)
                .withDeliveryMode(PERSISTENT)
                .withTimestamp(message.timestamp().atZone(ZoneOffset.UTC))
                .withHeaders(message.headers())
                .build();
    }
}
