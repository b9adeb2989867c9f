package io.logcast.rabbitmq.telemetry;

import io.logcast.rabbitmq.TraceLinks;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Spans of sent and processed messages, named by OpenTelemetry's semantic conventions for messaging and RabbitMQ. Switched
 * off, it costs nothing.
 */
public final class MessageTracing {

    private static final String SCOPE = "io.logcast.rabbitmq";

    private final @Nullable Tracer tracer;
    private final TextMapPropagator propagator;
    private final List<String> recordedHeaders;

    private MessageTracing(@Nullable Tracer tracer, TextMapPropagator propagator, List<String> recordedHeaders) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.recordedHeaders = recordedHeaders;
    }

    public static MessageTracing off() {
        return new MessageTracing(null, TextMapPropagator.noop(), List.of());
    }

    /**
     * @param recordedHeaders the headers that become span attributes
     */
    public static MessageTracing on(OpenTelemetry telemetry, List<String> recordedHeaders) {
        return new MessageTracing(
                telemetry.getTracer(SCOPE), telemetry.getPropagators().getTextMapPropagator(), recordedHeaders);
    }

    /** Starts the span of a message to be sent and writes its context into the headers. Null when tracing is off. */
    public @Nullable Span send(Message<?> message, String exchange, String routingKey, Map<String, Object> headers) {
        if (tracer == null) {
            return null;
        }
        var parent = TracingMetadata.fromMessage(message)
                .map(TracingMetadata::getCurrentContext)
                .orElseGet(Context::current);
        var sending = tracer.spanBuilder("send " + destination(exchange, routingKey))
                .setParent(parent)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "rabbitmq")
                .setAttribute("messaging.operation.name", "send")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", destination(exchange, routingKey))
                .setAttribute("messaging.rabbitmq.destination.routing_key", routingKey);
        message.getMetadata(TraceLinks.class).ifPresent(links -> links.others().forEach(sending::addLink));
        var span = sending.startSpan();
        record(span, headers);
        propagator.inject(parent.with(span), headers, MessageTracing::put);
        return span;
    }

    /** Starts the span of a delivered message, as a child of its sender's. Null when tracing is off. */
    public @Nullable Processing process(
            String queue, String exchange, String routingKey, long deliveryTag, Map<String, Object> headers) {
        if (tracer == null) {
            return null;
        }
        var parent = propagator.extract(Context.root(), headers, new HeadersGetter());
        var span = tracer.spanBuilder("process " + queue)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "rabbitmq")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", destination(exchange, queue))
                .setAttribute("messaging.rabbitmq.destination.routing_key", routingKey)
                .setAttribute("messaging.rabbitmq.message.delivery_tag", deliveryTag)
                .startSpan();
        record(span, headers);
        return new Processing(span, parent.with(span), parent);
    }

    /**
     * The span of a message that is being processed.
     *
     * @param current the context with the span
     * @param parent the context that the sender gave
     */
    public record Processing(Span span, Context current, Context parent) {

        public TracingMetadata metadata() {
            return TracingMetadata.with(current, parent);
        }
    }

    /** Ends a span; does nothing without one. */
    public static void end(@Nullable Span span, @Nullable Throwable failure) {
        if (span == null) {
            return;
        }
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(failure.getMessage(), ""));
            span.setAttribute("error.type", failure.getClass().getName());
        }
        span.end();
    }

    private void record(Span span, Map<String, Object> headers) {
        for (var header : recordedHeaders) {
            var value = headers.get(header);
            if (value != null) {
                span.setAttribute("messaging.header." + header, value.toString());
            }
        }
    }

    private static String destination(String exchange, String key) {
        return exchange.isEmpty() ? key : exchange;
    }

    private static void put(@Nullable Map<String, Object> headers, String key, String value) {
        if (headers != null) {
            headers.put(key, value);
        }
    }

    private static final class HeadersGetter implements TextMapGetter<Map<String, Object>> {

        @Override
        public Iterable<String> keys(Map<String, Object> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, Object> headers, String key) {
            var value = headers == null ? null : headers.get(key);
            return value == null ? null : value.toString();
        }
    }
}
