package io.logcast.rabbitmq.telemetry;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The metrics and traces of channels, if the application has any. */
@Dependent
public final class Telemetry {

    /** OpenTelemetry's own property, and that of Quarkus. */
    private static final List<String> DISABLING = List.of("otel.sdk.disabled", "quarkus.otel.sdk.disabled");

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

    /** The spans of a channel's messages, if its attributes enable them and OpenTelemetry is not disabled. */
    public MessageTracing tracing(ChannelAttributes attributes) {
        return attributes.flag("tracing.enabled") && traces.isResolvable() && !isDisabled()
                ? MessageTracing.on(traces.get(), attributes.list("tracing.attribute-headers"))
                : MessageTracing.off();
    }

    /**
     * Whether OpenTelemetry is disabled in the application's configuration. A disabled SDK still makes spans, but exports none.
     */
    public static boolean isDisabled() {
        var config = ConfigProvider.getConfig();
        return DISABLING.stream()
                .anyMatch(name -> config.getOptionalValue(name, Boolean.class).orElse(false));
    }
}
