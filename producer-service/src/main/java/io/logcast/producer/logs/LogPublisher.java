package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.requests.Budget;
import io.logcast.producer.requests.RefusedException;
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

/** Publishes to the channel {@code logs}: as many at a time as allowed, each answered before its deadline. */
@ApplicationScoped
class LogPublisher {

    private static final int PERSISTENT = 2;
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final Emitter<byte[]> logs;
    private final PublishConfig config;
    private final Budget inFlight;

    LogPublisher(
            // The budget is the bound: what is beyond it is a 429, where a full emitter would be a 500.
            @Channel("logs") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> logs,
            PublishConfig config) {
        this.logs = logs;
        this.config = config;
        this.inFlight =
                new Budget(config.maxInFlight(), config.maxInFlightSize().asLongValue());
    }

    /** Completes when the broker has confirmed the message; otherwise fails with a {@link RefusedException}. */
    CompletionStage<Void> publish(LogMessage message) {
        var size = message.body().length;
        if (!inFlight.tryTake(size)) {
            return CompletableFuture.failedFuture(new RefusedException(
                    RefusedException.TOO_MANY, "Too many messages are waiting for the broker's confirm"));
        }
        var settled = new CompletableFuture<Void>();
        var confirmed = settled.whenComplete((none, reason) -> inFlight.giveBack(size));
        send(message, settled);
        // A copy: past the deadline the message still holds its place, until the connector has let go of it.
        return confirmed
                .copy()
                .orTimeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(reason -> CompletableFuture.failedFuture(refusal(reason)));
    }

    private void send(LogMessage message, CompletableFuture<Void> settled) {
        try {
            logs.send(Message.of(
                    message.body(),
                    Metadata.of(properties(message)),
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
        var cause = reason instanceof CompletionException && reason.getCause() != null ? reason.getCause() : reason;
        return cause instanceof TimeoutException
                ? new RefusedException(RefusedException.UNAVAILABLE, "The broker did not confirm the event in time")
                : cause;
    }

    private static RefusedException notStored(Throwable reason) {
        var why = reason.getMessage() == null ? "no reason is known" : reason.getMessage();
        return new RefusedException(RefusedException.UNAVAILABLE, "The broker did not store the event: " + why, reason);
    }

    private static OutgoingRabbitMQMetadata properties(LogMessage message) {
        return new OutgoingRabbitMQMetadata.Builder()
                .withRoutingKey(message.routingKey())
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
