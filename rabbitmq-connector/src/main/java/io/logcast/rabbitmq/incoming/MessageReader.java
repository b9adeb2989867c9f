package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.ReceivedMetadata;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.logcast.rabbitmq.messages.ReceivedHeaders;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.logcast.rabbitmq.topology.TopologyReader;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.impl.ContextInternal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/** Turns deliveries into messages: the body as it came, metadata, a span, and the handling of a nack. */
public final class MessageReader {

    private final Optional<String> contentTypeOverride;
    private final MessageTracing tracing;
    private final FailureStrategy onFailure;

    private MessageReader(Optional<String> contentTypeOverride, MessageTracing tracing, FailureStrategy onFailure) {
        this.contentTypeOverride = contentTypeOverride;
        this.tracing = tracing;
        this.onFailure = onFailure;
    }

    /**
     * A reader for one channel.
     *
     * @param consuming the channel's connection
     * @param deadLetters publishes to the dead-letter exchange; null unless the failure strategy asks for it
     * @throws IllegalArgumentException if the failure strategy is unknown
     */
    public static MessageReader of(
            ChannelAttributes attributes,
            MessageTracing tracing,
            BrokerConnection consuming,
            ChannelMetrics metrics,
            @Nullable OutgoingChannel deadLetters) {
        var onFailure = FailureStrategy.of(
                attributes,
                () -> new DeadLetterStrategy(
                        Objects.requireNonNull(deadLetters),
                        consuming,
                        TopologyReader.deadLetterKey(attributes, TopologyReader.queueName(attributes)),
                        metrics.deadLettered()));
        return new MessageReader(attributes.find("content-type-override"), tracing, onFailure);
    }

    Message<byte[]> message(BrokerDelivery delivery, ContextInternal own) {
        var envelope = delivery.envelope;
        var headers = ReceivedHeaders.of(delivery.properties());
        var items = new ArrayList<Object>(List.of(new LocalContextMetadata(own), metadata(delivery, headers)));
        var span = tracing.process(
                delivery.session.queue, envelope.getExchange(), envelope.getRoutingKey(), delivery.tag(), headers);
        if (span != null) {
            items.add(span.metadata());
        }
        return new ReceivedMessage(delivery, Metadata.from(items), onFailure, span == null ? null : span.span());
    }

    private ReceivedMetadata metadata(BrokerDelivery delivery, Map<String, Object> headers) {
        return new ReceivedMetadata(
                delivery.session.queue,
                delivery.envelope.getExchange(),
                delivery.envelope.getRoutingKey(),
                MessageProperties.of(delivery.properties()),
                headers,
                delivery.envelope.isRedeliver(),
                ReceivedHeaders.deliveryCount(headers),
                Instant.now(),
                contentTypeOverride.or(
                        () -> Optional.ofNullable(delivery.properties().getContentType())));
    }
}
