package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.logs.SharedMessage.Address;
import io.logcast.producer.requests.Budget;
import io.logcast.producer.requests.Failures;
import io.logcast.producer.requests.RefusedException;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.telemetry.Telemetry;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to the channels {@code logs} and {@code queues}: as many at a time as allowed, each answered before its
 * deadline. Messages that come together and go to the same place are sent as one.
 */
@Singleton
class LogPublisher {

    private static final int PERSISTENT = 2;

    /**
     * The delay before a nacked message is sent once more. The broker also nacks a message if one of its queues
     * disappears meanwhile, such as the live tail's queue of a killed replica. It routes to such a queue until it has
     * removed it, which takes milliseconds.
     */
    private final Executor soon = CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);

    private final Emitter<byte[]> logs;
    private final Emitter<byte[]> queues;
    private final PublishConfig config;
    private final boolean tracing;
    private final Budget inFlight;
    private final Turns turns;

    LogPublisher(
            // The budget limits what is buffered, and answers 429; a full emitter would answer 500.
            @Channel("logs") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> logs,
            @Channel("queues") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> queues,
            PublishConfig config) {
        this.logs = logs;
        this.queues = queues;
        this.config = config;
        this.tracing = !Telemetry.isDisabled();
        this.inFlight =
                new Budget(config.maxInFlight(), config.maxInFlightSize().asLongValue());
        this.turns = new Turns(
                config.maxMessageEvents(),
                Math.toIntExact(config.maxMessageSize().asLongValue()),
                this::send);
    }

    /** Completes when the broker has confirmed the message; otherwise fails with a {@link RefusedException}. */
    CompletionStage<Void> broadcast(LogMessage message) {
        return publish(message, null);
    }

    /** The same for one queue; a queue that does not exist is a {@link RefusedException} too. */
    CompletionStage<Void> send(LogMessage message, String queue) {
        return publish(message, queue);
    }

    private CompletionStage<Void> publish(LogMessage message, @Nullable String queue) {
        if (!inFlight.tryTake(message.body().length)) {
            return CompletableFuture.failedFuture(new RefusedException(
                    RefusedException.TOO_MANY, "Too many messages are waiting for the broker's confirm"));
        }
        return turns.send(new Address(queue, message.route()), message, tracing ? Context.current() : null);
    }

    private void send(SharedMessage shared) {
        var queue = shared.address().queue();
        var message = shared.take();
        Supplier<CompletableFuture<Void>> attempt = () -> ConfirmedSend.to(
                queue == null ? logs : queues,
                message.body(),
                properties(message, shared.address().routingKey()),
                shared.traces());
        attempt.get()
                .exceptionallyCompose(reason -> reasonOf(reason) == Reason.REJECTED
                        ? CompletableFuture.supplyAsync(attempt, soon).thenCompose(Function.identity())
                        : CompletableFuture.failedFuture(reason))
                .whenComplete((none, reason) -> shared.sizes().forEach(inFlight::giveBack))
                // A copy: after the deadline the messages keep their places until the connector has settled them.
                .copy()
                // Here too, since the connector's timeout begins when it takes the message from the channel's buffer.
                .orTimeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((none, reason) -> {
                    if (reason == null) {
                        shared.confirmed();
                    } else {
                        shared.refused(() -> refusal(unwrapped(reason), queue));
                    }
                });
    }

    /**
     * If a broadcast reaches no queue, that is the operator's fault; if the client's queue does not exist, the
     * client's.
     */
    private static RefusedException refusal(Throwable reason, @Nullable String queue) {
        return queue != null && reasonOf(reason) == Reason.UNROUTABLE
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
        return Failures.causeOf(reason);
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
