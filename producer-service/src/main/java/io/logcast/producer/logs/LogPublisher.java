package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.requests.Budget;
import io.logcast.producer.requests.RefusedException;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to the channels {@code logs} and {@code queues}: as many at a time as allowed, each answered before its
 * deadline.
 */
@ApplicationScoped
class LogPublisher {

    private static final int PERSISTENT = 2;

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
        return publish(logs, message, message.routingKey(), reason -> failed(refusal(unwrapped(reason))));
    }

    /** The same for one queue; a queue that does not exist is a {@link RefusedException} too. */
    CompletionStage<Void> send(LogMessage message, String queue) {
        return publish(queues, message, queue, reason -> failed(refusal(unwrapped(reason), queue)));
    }

    private CompletionStage<Void> publish(
            Emitter<byte[]> channel,
            LogMessage message,
            String routingKey,
            Function<Throwable, CompletionStage<Void>> onFailure) {
        var size = message.body().length;
        if (!inFlight.tryTake(size)) {
            return failed(new RefusedException(
                    RefusedException.TOO_MANY, "Too many messages are waiting for the broker's confirm"));
        }
        return ConfirmedSend.to(channel, message.body(), properties(message, routingKey))
                .whenComplete((none, reason) -> inFlight.giveBack(size))
                // A copy: past the deadline the message still holds its place, until the connector has let go of it.
                .copy()
                // Here too, since the connector's time begins when it takes the message from the channel's buffer.
                .orTimeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(onFailure);
    }

    private static CompletionStage<Void> failed(RefusedException refusal) {
        return CompletableFuture.failedFuture(refusal);
    }

    /** A broadcast that reaches no queue is for the operator to mend; a queue that does not exist, for the client. */
    private static RefusedException refusal(Throwable reason, String queue) {
        return reasonOf(reason) == Reason.UNROUTABLE
                ? new RefusedException(RefusedException.NOT_FOUND, "The broker has no queue " + queue, reason)
                : refusal(reason);
    }

    private static RefusedException refusal(Throwable reason) {
        return new RefusedException(RefusedException.UNAVAILABLE, whyNotStored(reason), reason);
    }

    private static String whyNotStored(Throwable reason) {
        if (reason instanceof TimeoutException || reasonOf(reason) == Reason.DEADLINE) {
            return "The broker did not confirm the event in time";
        }
        var why = reason.getMessage() == null ? "no reason is known" : reason.getMessage();
        return "The broker did not store the event: " + why;
    }

    private static @Nullable Reason reasonOf(Throwable failure) {
        return failure instanceof PublishException e ? e.reason() : null;
    }

    private static Throwable unwrapped(Throwable reason) {
        return reason instanceof CompletionException && reason.getCause() != null ? reason.getCause() : reason;
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
