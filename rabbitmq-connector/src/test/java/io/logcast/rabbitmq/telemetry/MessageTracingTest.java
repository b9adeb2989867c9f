package io.logcast.rabbitmq.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.testing.messaging.TestEmitter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTracingTest {

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final MessageTracing tracing = MessageTracing.on(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                            .build())
                    .build(),
            List.of());

    @Test
    void aMessageOfSeveralTracesIsPartOfTheFirstSampledOneAndLinkedToTheOthers() {
        // Given
        var unsampled = span(1, TraceFlags.getDefault());
        var first = span(2, TraceFlags.getSampled());
        var second = span(3, TraceFlags.getSampled());
        // When
        var sent = send(List.of(in(unsampled), in(first), in(second), in(second), Context.root()));
        // Then
        assertThat(sent.getTraceId()).isEqualTo(first.getTraceId());
        assertThat(sent.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(sent.getLinks()).extracting(LinkData::getSpanContext).containsExactly(unsampled, second);
    }

    @Test
    void aMessageOfOneTraceHasNoLinks() {
        // Given
        var only = span(1, TraceFlags.getSampled());
        // When
        var sent = send(List.of(in(only)));
        // Then
        assertThat(sent.getParentSpanId()).isEqualTo(only.getSpanId());
        assertThat(sent.getLinks()).isEmpty();
    }

    private SpanData send(List<Context> traces) {
        var channel = new TestEmitter(
                message -> MessageTracing.end(tracing.send(message, "logs", "app.info", new HashMap<>()), null));
        ConfirmedSend.to(
                channel, new byte[0], OutgoingRabbitMQMetadata.builder().build(), traces);
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
        return spans.getFinishedSpanItems().get(0);
    }

    private static SpanContext span(int number, TraceFlags flags) {
        return SpanContext.createFromRemoteParent(
                "%032x".formatted(number), "%016x".formatted(number), flags, TraceState.getDefault());
    }

    private static Context in(SpanContext span) {
        return Context.root().with(Span.wrap(span));
    }
}
