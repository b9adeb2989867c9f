package io.logcast.rabbitmq.outgoing;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.rabbitmq.PublishException;
import io.opentelemetry.api.trace.Span;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** A message that is to be published. It has exactly one outcome: the first one. */
final class Publication {

    final Message<?> message;
    final String routingKey;
    final byte[] body;
    final long acceptedAt;

    private final BasicProperties.Builder properties;
    private final Map<String, Object> headers;
    private final @Nullable Span span;
    private final AtomicBoolean done = new AtomicBoolean();

    /** The number by which the broker confirms it; 0 until a session begins to send it. */
    volatile long sequence;

    /**
     * @param headers a map that nobody else uses, since more headers are added to it later
     */
    Publication(
            Message<?> message,
            String routingKey,
            BasicProperties.Builder properties,
            Map<String, Object> headers,
            byte[] body,
            @Nullable Span span) {
        this.message = message;
        this.routingKey = routingKey;
        this.properties = properties;
        this.headers = headers;
        this.body = body;
        this.span = span;
        this.acceptedAt = System.nanoTime();
    }

    /** The properties, with this header added. */
    BasicProperties propertiesWith(String header, long value) {
        headers.put(header, value);
        return properties.headers(headers).build();
    }

    @Nullable
    Span span() {
        return span;
    }

    boolean isDone() {
        return done.get();
    }

    /** True for the first caller only, which must then report the outcome. */
    boolean claim() {
        return done.compareAndSet(false, true);
    }

    PublishException pastDeadline(long now) {
        return new PublishException(
                PublishException.Reason.DEADLINE, "no confirm after " + (now - acceptedAt) / 1_000_000 + " ms");
    }
}
