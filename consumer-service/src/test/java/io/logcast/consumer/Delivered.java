package io.logcast.consumer;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.FailedParts;
import io.logcast.rabbitmq.FailedParts.Part;
import io.logcast.rabbitmq.ReceivedMetadata;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * A message as a connector delivers it, with its outcome. Only here do tests know the connector's metadata.
 *
 * @param acked completes with the acknowledgement
 * @param nacked completes with the reason of the rejection
 * @param failed completes before {@code nacked} with the parts that failed; empty if the whole message failed
 */
public record Delivered(
        Message<byte[]> message,
        CompletableFuture<Void> acked,
        CompletableFuture<Throwable> nacked,
        CompletableFuture<List<Part>> failed) {

    /** A message of ours. */
    public static Delivered of(LogEvent... events) {
        var message = new LogMessage(List.of(events), Map.of());
        return of(
                message.body(),
                new OutgoingRabbitMQMetadata.Builder()
                        .withType(LogMessage.TYPE)
                        .withMessageId(message.messageId().toString())
                        .withRoutingKey(message.routingKey()));
    }

    /** A message of ours that was delivered before and came back. */
    public static Delivered again(int deliveryCount, LogEvent... events) {
        var message = new LogMessage(List.of(events), Map.of());
        return of(
                message.body(),
                new OutgoingRabbitMQMetadata.Builder()
                        .withType(LogMessage.TYPE)
                        .withRoutingKey(message.routingKey())
                        .withHeaders(Map.of("x-delivery-count", deliveryCount)));
    }

    /** A message that claims to be ours. */
    public static Delivered ours(byte[] body) {
        return of(
                body,
                new OutgoingRabbitMQMetadata.Builder().withType(LogMessage.TYPE).withRoutingKey("a.info"));
    }

    /** Another publisher's message, like those of RabbitMQ's tutorials. */
    public static Delivered foreign(String text, String routingKey) {
        return foreign(text.getBytes(StandardCharsets.UTF_8), routingKey);
    }

    public static Delivered foreign(byte[] body, String routingKey) {
        return of(body, new OutgoingRabbitMQMetadata.Builder().withRoutingKey(routingKey));
    }

    /** A message as the broker, or our connector, dead-letters it. */
    public static Delivered deadLetter(byte[] body, Map<String, Object> headers) {
        return of(
                body,
                new OutgoingRabbitMQMetadata.Builder()
                        .withMessageId("the message's own")
                        .withRoutingKey("logs.archive")
                        .withHeaders(headers));
    }

    /** The same for a message of ours. */
    public static Delivered deadLetterOfOurs(byte[] body, Map<String, Object> headers) {
        return of(
                body,
                new OutgoingRabbitMQMetadata.Builder()
                        .withType(LogMessage.TYPE)
                        .withRoutingKey("logs.archive")
                        .withHeaders(headers));
    }

    /** A request that expects a reply. */
    public static Delivered request(String body, String replyTo, String correlationId) {
        return of(
                body.getBytes(StandardCharsets.UTF_8),
                new OutgoingRabbitMQMetadata.Builder()
                        .withRoutingKey("logs.receipts")
                        .withReplyTo(replyTo)
                        .withCorrelationId(correlationId));
    }

    /** A message that was published to one channel, as another channel delivers it. */
    public static Delivered again(Message<byte[]> published) {
        var properties = published.getMetadata(OutgoingRabbitMQMetadata.class).orElseThrow();
        return of(
                published.getPayload(),
                new OutgoingRabbitMQMetadata.Builder()
                        .withType(properties.getType())
                        .withMessageId(properties.getMessageId())
                        .withRoutingKey(properties.getRoutingKey()));
    }

    /** The message as our connector delivers it from that queue. */
    public Message<byte[]> from(String queue) {
        var properties = message.getMetadata(IncomingRabbitMQMetadata.class).orElseThrow();
        return message.addMetadata(new ReceivedMetadata(
                queue,
                properties.getExchange(),
                properties.getRoutingKey(),
                MessageProperties.of(properties),
                properties.getHeaders(),
                false,
                0,
                Instant.now(),
                Optional.empty()));
    }

    private static Delivered of(byte[] body, OutgoingRabbitMQMetadata.Builder properties) {
        var acked = new CompletableFuture<Void>();
        var nacked = new CompletableFuture<Throwable>();
        var failed = new CompletableFuture<List<Part>>();
        var received = Metadata.of(properties
                .withTimestamp(ZonedDateTime.now(ZoneOffset.UTC))
                .build()
                .toIncomingMetadata("logs", false));
        var message = Message.of(body, received)
                .withAck(() -> {
                    acked.complete(null);
                    return CompletableFuture.completedFuture(null);
                })
                .withNackWithMetadata((reason, metadata) -> {
                    failed.complete(metadata.get(FailedParts.class)
                            .map(FailedParts::parts)
                            .orElse(List.of()));
                    nacked.complete(reason);
                    return CompletableFuture.completedFuture(null);
                });
        return new Delivered(message, acked, nacked, failed);
    }

    public boolean isSettled() {
        return acked.isDone() || nacked.isDone();
    }
}
