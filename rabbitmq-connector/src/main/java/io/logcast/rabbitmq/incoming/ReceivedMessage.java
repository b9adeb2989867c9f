package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.ReceivedMetadata;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.opentelemetry.api.trace.Span;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/** A delivery as the application gets it: the bytes as they came, with {@link ReceivedMetadata}. */
final class ReceivedMessage implements ContextAwareMessage<byte[]>, MetadataInjectableMessage<byte[]> {

    private final BrokerDelivery delivery;
    private final byte[] payload;
    private final FailureStrategy onFailure;
    private final @Nullable Span span;
    private Metadata metadata;

    ReceivedMessage(BrokerDelivery delivery, Metadata metadata, FailureStrategy onFailure, @Nullable Span span) {
        this.delivery = delivery;
        this.payload = delivery.body();
        this.metadata = metadata;
        this.onFailure = onFailure;
        this.span = span;
    }

    @Override
    public byte[] getPayload() {
        return payload;
    }

    @Override
    public synchronized Metadata getMetadata() {
        return metadata;
    }

    @Override
    public synchronized void injectMetadata(Object item) {
        metadata = metadata.with(item);
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return this::ack;
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return this::nack;
    }

    @Override
    public CompletionStage<Void> ack(Metadata ackMetadata) {
        if (delivery.settle(Disposition.ACK)) {
            MessageTracing.end(span, null);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> nack(Throwable reason, @Nullable Metadata nackMetadata) {
        if (delivery.settlement() == Disposition.OPEN) {
            MessageTracing.end(span, reason);
            onFailure.handle(delivery, reason, nackMetadata);
        } else if (delivery.settle(Disposition.REQUEUE)) {
            MessageTracing.end(span, reason);
        }
        return CompletableFuture.completedFuture(null);
    }
}
