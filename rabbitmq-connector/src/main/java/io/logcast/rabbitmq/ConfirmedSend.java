package io.logcast.rabbitmq;

import io.logcast.rabbitmq.PublishException.Reason;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Sends a message through an emitter and tells whether the broker has confirmed it. */
public final class ConfirmedSend {

    private static final CompletionStage<Void> ANSWERED = CompletableFuture.completedFuture(null);

    private ConfirmedSend() {}

    /**
     * Sends the payload. Neither blocks nor throws.
     *
     * @return completes once the broker has confirmed the message, on the thread that acks, which must not be blocked.
     *     Fails with the {@link PublishException} that the connector nacks with; if the channel has ended or its buffer is
     *     full, with {@link Reason#NOT_CONNECTED}. If an emitter drops the message ({@code OnOverflow.Strategy.DROP}), it
     *     never completes.
     */
    public static CompletableFuture<Void> to(
            Emitter<byte[]> channel, byte[] payload, OutgoingRabbitMQMetadata properties) {
        return to(channel, payload, properties, List.of());
    }

    /**
     * The same for a payload made from several requests.
     *
     * @param traces the traces of these requests: the message's span is part of one of them and {@linkplain TraceLinks linked} to
     *     the others. If empty, it is part of the current trace
     */
    public static CompletableFuture<Void> to(
            Emitter<byte[]> channel, byte[] payload, OutgoingRabbitMQMetadata properties, List<Context> traces) {
        var confirmed = new CompletableFuture<Void>();
        try {
            channel.send(Message.of(
                    payload,
                    TraceLinks.add(traces, Metadata.of(properties)),
                    () -> {
                        confirmed.complete(null);
                        return ANSWERED;
                    },
                    reason -> {
                        confirmed.completeExceptionally(reason);
                        return ANSWERED;
                    }));
        } catch (RuntimeException e) {
            confirmed.completeExceptionally(new PublishException(
                    Reason.NOT_CONNECTED, "the channel does not take messages: " + e.getMessage(), e));
        }
        return confirmed;
    }
}
