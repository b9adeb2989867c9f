package io.logcast.rabbitmq;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Metadata of a message whose parts are of several traces: the span that sends it is part of the first one that is sampled,
 * and linked to the others.
 */
public record TraceLinks(List<SpanContext> others) {

    public TraceLinks {
        others = List.copyOf(others);
    }

    static Metadata add(List<Context> traces, Metadata metadata) {
        if (traces.isEmpty()) {
            return metadata;
        }
        var parent = traces.stream()
                .filter(trace -> span(trace).isSampled())
                .findFirst()
                .orElse(traces.get(0));
        var ofParent = span(parent);
        var others = traces.stream()
                .map(TraceLinks::span)
                .filter(span -> span.isValid() && !span.equals(ofParent))
                .distinct()
                .toList();
        var traced = metadata.with(TracingMetadata.withCurrent(parent));
        return others.isEmpty() ? traced : traced.with(new TraceLinks(others));
    }

    private static SpanContext span(Context trace) {
        return Span.fromContext(trace).getSpanContext();
    }
}
