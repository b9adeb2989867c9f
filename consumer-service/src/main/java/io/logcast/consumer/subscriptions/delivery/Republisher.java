package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.archive.UnreadableMessageException;
import io.logcast.consumer.messages.Delivery;
import io.logcast.consumer.subscriptions.Drop;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.LogMessage.UnreadableLine;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.DeadLetterHeaders;
import io.logcast.rabbitmq.PublishException;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/**
 * The channels {@code returned} and {@code given-up}: publish single events of a message to its own queue again, or to
 * the dead letters.
 */
@ApplicationScoped
class Republisher {

    private static final int BUFFERED = 1000;

    private final Emitter<byte[]> returned;
    private final Emitter<byte[]> givenUp;
    private final String deadLetterQueue;
    private final String droppedQueue;
    private final Clock clock;

    Republisher(
            @Channel("returned") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED)
                    Emitter<byte[]> returned,
            @Channel("given-up") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED)
                    Emitter<byte[]> givenUp,
            @ConfigProperty(name = "topology.archive-dead-letters.queue") String deadLetterQueue,
            @ConfigProperty(name = "topology.dropped.queue") String droppedQueue,
            Clock clock) {
        this.returned = returned;
        this.givenUp = givenUp;
        this.deadLetterQueue = deadLetterQueue;
        this.droppedQueue = droppedQueue;
        this.clock = clock;
    }

    /**
     * Publishes these lines to the subscription's queue as a message of their own; if their time is over, or they were
     * delivered too often, to the queue of dropped events. Completes when the broker has confirmed it. Fails with a
     * {@link PublishException}.
     */
    CompletionStage<Void> toQueue(Subscription subscription, Received original, byte[] lines, int events) {
        var journey = Journey.of(original, subscription.ttl(), clock.instant());
        var end = journey.end();
        return end.isPresent()
                ? drop(subscription, original, end.get(), events)
                : back(subscription, original, journey, events, lines);
    }

    private static Map<String, Object> partHeaders(Received original, Journey journey, int events) {
        var headers = original.delivery().headersToForward();
        headers.put(LogMessage.EVENTS_HEADER, events);
        headers.put(Delivery.EXPIRES_AT, journey.expiresAt().toEpochMilli());
        headers.put(Delivery.DELIVERIES, journey.deliveries());
        return headers;
    }

    /**
     * The same for a message of a later release, as it came. This does not count as a delivery: otherwise consumers of
     * this release would in the end drop messages that those of the next could read.
     */
    CompletionStage<Void> toQueue(Subscription subscription, Received original) {
        var journey = Journey.of(original, subscription.ttl(), clock.instant());
        var events = original.delivery().headers().get(LogMessage.EVENTS_HEADER) instanceof Number count
                ? count.intValue()
                : 1;
        if (journey.left().toMillis() <= 0) {
            return drop(subscription, original, "expired", events);
        }
        var notCounted = new Journey(journey.left(), journey.expiresAt(), journey.deliveries() - 1);
        return back(
                subscription, original, notCounted, events, original.delivery().body());
    }

    private CompletionStage<Void> drop(Subscription subscription, Received original, String why, int events) {
        var headers = new Drop(subscription.name(), why).headers();
        headers.put(LogMessage.EVENTS_HEADER, events);
        return ConfirmedSend.to(
                givenUp,
                new byte[0],
                properties(droppedQueue, original, headers).build());
    }

    private CompletionStage<Void> back(
            Subscription subscription, Received original, Journey journey, int events, byte[] body) {
        var key = subscription.givenBackKey();
        var properties = properties(
                        key == null ? subscription.name() : key, original, partHeaders(original, journey, events))
                .withExpiration(String.valueOf(journey.left().toMillis()))
                .build();
        return ConfirmedSend.to(key == null ? givenUp : returned, body, properties);
    }

    /** Completes when the broker has confirmed the event as a dead letter. */
    CompletionStage<Void> deadLetter(String queue, Received original, byte[] body, String reason) {
        return deadLetter(queue, original, body, reason, null);
    }

    /** The same for a line that is not an event. */
    CompletionStage<Void> unreadable(String queue, Received original, UnreadableLine line) {
        var body = original.delivery().body();
        // The same reason as the archive gives for the same bytes.
        return original.delivery().isForeign()
                ? deadLetter(queue, original, body, line.reason(), InvalidLogEventException.class)
                : deadLetter(
                        queue,
                        original,
                        LogMessage.line(body, line.number()),
                        "line " + line.number() + ": " + line.reason(),
                        UnreadableMessageException.class);
    }

    private CompletionStage<Void> deadLetter(
            String queue, Received original, byte[] body, String reason, @Nullable Class<?> failure) {
        var delivery = original.delivery();
        var headers = new HashMap<>(delivery.headers());
        headers.put(LogMessage.EVENTS_HEADER, 1);
        headers.putAll(DeadLetterHeaders.of(reason, failure, queue, delivery.exchange(), delivery.routingKey()));
        return ConfirmedSend.to(
                givenUp, body, properties(deadLetterQueue, original, headers).build());
    }

    private static OutgoingRabbitMQMetadata.Builder properties(
            String queue, Received original, Map<String, Object> headers) {
        return original.delivery()
                .properties()
                .toOutgoing()
                .withRoutingKey(queue)
                .withHeaders(headers);
    }
}
