package io.logcast.consumer.subscriptions.delivery;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.DeadLetterHeaders;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The channel {@code returned}: publishes single events of a message, to its own queue again or to the dead letters. */
@ApplicationScoped
class Returns {

    private static final int PERSISTENT = 2;
    private static final int BUFFERED = 1000;
    private static final int LONGEST_REASON = 300;

    private final Emitter<byte[]> returned;
    private final String deadLetterQueue;

    Returns(
            @Channel("returned") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFERED)
                    Emitter<byte[]> returned,
            @ConfigProperty(name = "topology.archive-dead-letters.queue") String deadLetterQueue) {
        this.returned = returned;
        this.deadLetterQueue = deadLetterQueue;
    }

    /** Completes when the broker has confirmed that these events wait in the queue as a message of their own. */
    CompletionStage<Void> toQueue(String queue, Received original, List<LogEvent> events) {
        var headers = new HashMap<>(original.delivery().headers());
        headers.keySet().removeIf(name -> name.startsWith("x-"));
        headers.put(LogMessage.EVENTS_HEADER, events.size());
        return publish(queue, LogEventWriter.jsonLines(events), original, headers);
    }

    /** Completes when the broker has confirmed the event as a dead letter. */
    CompletionStage<Void> deadLetter(String queue, Received original, LogEvent event, String reason) {
        var body = original.delivery().isForeign() ? original.delivery().body() : LogEventWriter.json(event);
        return deadLetter(queue, original, body, reason);
    }

    /** The same for what is no event. */
    CompletionStage<Void> deadLetter(String queue, Received original, byte[] body, String reason) {
        var headers = new HashMap<>(original.delivery().headers());
        headers.put(LogMessage.EVENTS_HEADER, 1);
        headers.put(DeadLetterHeaders.REASON, shortened(reason));
        headers.put(DeadLetterHeaders.QUEUE, queue);
        headers.put(DeadLetterHeaders.EXCHANGE, original.exchange());
        headers.put(DeadLetterHeaders.ROUTING_KEY, original.delivery().routingKey());
        return publish(deadLetterQueue, body, original, headers);
    }

    private CompletionStage<Void> publish(String queue, byte[] body, Received original, Map<String, Object> headers) {
        var confirmed = new CompletableFuture<Void>();
        try {
            returned.send(Message.of(
                    body,
                    Metadata.of(properties(queue, original, headers)),
                    () -> {
                        confirmed.complete(null);
                        return CompletableFuture.completedFuture(null);
                    },
                    reason -> {
                        confirmed.completeExceptionally(reason);
                        return CompletableFuture.completedFuture(null);
                    }));
        } catch (RuntimeException e) {
            // A full buffer, or a channel that has ended, throws.
            confirmed.completeExceptionally(e);
        }
        return confirmed;
    }

    private static OutgoingRabbitMQMetadata properties(String queue, Received original, Map<String, Object> headers) {
        var properties = original.properties();
        var timestamp = properties.getTimestamp();
        return new OutgoingRabbitMQMetadata.Builder()
                .withRoutingKey(queue)
                .withHeaders(headers)
                .withType(properties.getType())
                .withMessageId(properties.getMessageId())
                .withContentType(properties.getContentType())
                .withAppId(properties.getAppId())
                .withTimestamp(timestamp == null ? null : timestamp.toInstant().atZone(ZoneOffset.UTC))
                .withDeliveryMode(PERSISTENT)
                .build();
    }

    /** A message's headers have to fit into one frame. */
    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
    }
}
