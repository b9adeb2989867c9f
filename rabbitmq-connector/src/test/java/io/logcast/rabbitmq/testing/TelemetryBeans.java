package io.logcast.rabbitmq.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** A meter registry and an OpenTelemetry that a test can look into. */
@ApplicationScoped
public class TelemetryBeans {

    public static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();
    public static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

    public static void reset() {
        REGISTRY.clear();
        SPANS.reset();
    }

    @Produces
    MeterRegistry meters() {
        return REGISTRY;
    }

    @Produces
    OpenTelemetry telemetry() {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }
}
