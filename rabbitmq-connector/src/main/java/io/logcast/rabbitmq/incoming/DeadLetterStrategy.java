package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.DeadLetterHeaders;
import io.logcast.rabbitmq.FailedParts;
import io.logcast.rabbitmq.FailedParts.Part;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.logcast.rabbitmq.messages.ReceivedHeaders;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import io.micrometer.core.instrument.Counter;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a failed message, with the reason in its headers, to the dead-letter exchange, and acks it only when the
 * broker has confirmed the copy. Until then it tries again, for as long as this consumer holds the message.
 */
final class DeadLetterStrategy implements FailureStrategy {

    private static final Logger LOG = Logger.getLogger(DeadLetterStrategy.class);
    private static final int RETRY_MILLIS = 500;

    private final OutgoingChannel publisher;
    private final BrokerConnection consuming;
    private final String routingKey;
    private final Counter published;

    DeadLetterStrategy(OutgoingChannel publisher, BrokerConnection consuming, String routingKey, Counter published) {
        this.publisher = publisher;
        this.consuming = consuming;
        this.routingKey = routingKey;
        this.published = published;
    }

    @Override
    public void handle(BrokerDelivery delivery, Throwable reason, @Nullable Metadata metadata) {
        var failed = Optional.ofNullable(metadata)
                .flatMap(given -> given.get(FailedParts.class))
                .map(FailedParts::parts)
                .orElseGet(() -> List.of(new Part(delivery.body(), Map.of(), reason)));
        LOG.warnf("Message %s is dead-lettered in %d parts: %s", delivery, failed.size(), reason);
        publish(delivery, failed.iterator());
    }

    /**
     * Publishes the parts one after the other, then acks the message. If it is delivered again, all parts are published
     * again.
     */
    private void publish(BrokerDelivery delivery, Iterator<Part> parts) {
        if (parts.hasNext()) {
            publish(delivery, parts.next(), parts);
        } else {
            delivery.settle(Disposition.ACK);
        }
    }

    private void publish(BrokerDelivery delivery, Part part, Iterator<Part> rest) {
        if (!delivery.isAwaited()) {
            delivery.settle(Disposition.REQUEUE);
            return;
        }
        publisher.onNext(Message.of(
                part.body(),
                Metadata.of(deadLetter(delivery, part)),
                () -> {
                    published.increment();
                    publish(delivery, rest);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    LOG.warnf("Message %s cannot be dead-lettered yet: %s", delivery, failure.getMessage());
                    consuming.later(() -> publish(delivery, part, rest), RETRY_MILLIS);
                    return CompletableFuture.completedFuture(null);
                }));
    }

    private OutgoingRabbitMQMetadata deadLetter(BrokerDelivery delivery, Part part) {
        var reason = part.reason();
        var headers = new HashMap<>(ReceivedHeaders.of(delivery.properties()));
        headers.putAll(part.headers());
        headers.putAll(DeadLetterHeaders.of(
                Objects.requireNonNullElse(reason.getMessage(), ""),
                reason.getClass(),
                delivery.session.queue,
                delivery.envelope.getExchange(),
                delivery.envelope.getRoutingKey()));
        return MessageProperties.of(delivery.properties())
                .toOutgoing()
                .withHeaders(headers)
                .withRoutingKey(routingKey)
                .build();
    }
}
