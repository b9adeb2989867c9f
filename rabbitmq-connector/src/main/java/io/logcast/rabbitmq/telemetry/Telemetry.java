package io.logcast.rabbitmq.telemetry;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** The metrics and traces of channels, if the application has any. */
@Dependent
public final class Telemetry {

    private final Instance<OpenTelemetry> traces;
    private final Instance<MeterRegistry> registries;

    @Inject
    public Telemetry(Instance<OpenTelemetry> traces, Instance<MeterRegistry> registries) {
        this.traces = traces;
        this.registries = registries;
    }

    /** The meters of a channel. */
    public ChannelMetrics metrics(String channel) {
        return new ChannelMetrics(registries.isResolvable() ? registries.get() : new CompositeMeterRegistry(), channel);
    }

    /** The spans of a channel's messages, if its attributes enable them. */
    public MessageTracing tracing(ChannelAttributes attributes) {
        return attributes.flag("tracing.enabled") && traces.isResolvable()
                ? MessageTracing.on(traces.get(), attributes.list("tracing.attribute-headers"))
                : MessageTracing.off();
    }
}
