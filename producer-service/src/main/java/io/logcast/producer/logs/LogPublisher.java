package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    private final Semaphore places;

    LogPublisher(
            // The places are the bound: one that is not free is a 429, where a full emitter would be a 500.
            @Channel("logs") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> logs,
            PublishConfig config) {
        this.logs = logs;
        this.config = config;
        this.places = new Semaphore(config.maxInFlight());
    }

    /**
     * Completes when the broker has confirmed the message. Fails with {@link TooManyInFlightException}, with a
     * {@link java.util.concurrent.TimeoutException} after the deadline, or with the connector's reason.
     */
    CompletionStage<Void> publish(LogMessage message) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(new TooManyInFlightException(config.maxInFlight()));
        }
        var settled = new CompletableFuture<Void>();
        var confirmed = settled.whenComplete((none, reason) -> places.release());
        send(message, settled);
        // A copy: past the deadline the message still holds its place, until the connector has let go of it.
        return confirmed.copy().orTimeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS);
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
                        settled.completeExceptionally(new NotStoredException(reason));
                        return DONE;
                    }));
        } catch (RuntimeException e) {
            // A channel that has ended throws; the message was not sent.
            settled.completeExceptionally(new NotStoredException(e));
        }
    }

    private static OutgoingRabbitMQMetadata properties(LogMessage message) {
        return new OutgoingRabbitMQMetadata.Builder()
                .withRoutingKey(message.routingKey())
                .withMessageId(message.messageId().toString())
                .withType(LogMessage.TYPE)
                .withContentType(LogMessage.CONTENT_TYPE)
                .withAppId(LogMessage.APP_ID)
                .withDeliveryMode(PERSISTENT)
                .withTimestamp(message.events().get(0).observedTimestamp().atZone(ZoneOffset.UTC))
                .withHeaders(message.headers())
                .build();
    }
}
