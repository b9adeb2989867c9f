package io.logcast.producer.cloudevents;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.fields.FittingAttributes;
import io.logcast.model.fields.SeverityNames;
import io.logcast.model.fields.TraceParent;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.Ids;
import io.logcast.model.wire.Timestamps;
import io.logcast.model.wire.Utf8;
import io.logcast.producer.requests.StrictJson;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One CloudEvent as a log event. Attributes keep their values under the names of
 * <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/cloudevents/">OpenTelemetry's conventions</a>,
 * extensions under their own names.
 */
final class CloudEventMapping {

    private static final String PREFIX = "cloudevents.";
    private static final String SEVERITY_NUMBER = "severitynumber";
    private static final Set<String> CONTEXT = Set.of(
            CloudEvent.SPEC_VERSION,
            CloudEvent.ID,
            CloudEvent.SOURCE,
            CloudEvent.TYPE,
            CloudEvent.TIME,
            CloudEvent.SUBJECT,
            CloudEvent.DATA_SCHEMA,
            CloudEvent.DATA_CONTENT_TYPE);

    private final CloudEvent event;
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

    CloudEventMapping(CloudEvent event) {
        this.event = event;
    }

    /**
     * Converts the CloudEvent.
     *
     * @param fallbacks for a missing severity and missing attributes; a CloudEvent always has a source
     * @throws InvalidLogEventException if it breaks a rule of log events, such as their size
     */
    LogEvent logEvent(Instant observedTimestamp, Fallbacks fallbacks) {
        var source = uri(CloudEvent.SOURCE, event.required(CloudEvent.SOURCE));
        putContext(source);
        event.attributes().forEach((name, value) -> {
            if (!CONTEXT.contains(name)) {
                attributes.put(name, extension(name, value));
            }
        });
        var message = message();
        var timestamp = time();
        var trace = TraceParent.of(String.valueOf(event.attributes().get("traceparent")));
        return new LogEvent(
                id(source, event.required(CloudEvent.ID)),
                timestamp,
                observedTimestamp,
                severity(fallbacks.severity()),
                LogEvent.sourceOf(source),
                message,
                FittingAttributes.of(fallbacks.addTo(attributes, false)),
                trace.map(TraceParent::traceId).orElse(null),
                trace.map(TraceParent::spanId).orElse(null));
    }

    /** A source is a URI, which contains no blank, so two different pairs never give the same name. */
    private static UUID id(String source, String id) {
        return Ids.named("logcast:cloudevent:" + source + " " + id);
    }

    private void putContext(String source) {
        attributes.put(PREFIX + "event_id", event.required(CloudEvent.ID));
        attributes.put(PREFIX + "event_source", source);
        attributes.put(PREFIX + "event_spec_version", event.required(CloudEvent.SPEC_VERSION));
        attributes.put(PREFIX + "event_type", event.required(CloudEvent.TYPE));
        putIfThere("event_subject", event.optional(CloudEvent.SUBJECT));
        putIfThere("event_data_content_type", event.optional(CloudEvent.DATA_CONTENT_TYPE));
        var schema = event.optional(CloudEvent.DATA_SCHEMA);
        putIfThere("event_data_schema", schema == null ? null : uri(CloudEvent.DATA_SCHEMA, schema));
    }

    private void putIfThere(String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(PREFIX + name, value);
        }
    }

    private static String uri(String name, String value) {
        try {
            return URI.create(value).toString();
        } catch (IllegalArgumentException e) {
            throw CloudEvent.refused(name, "must be a URI reference");
        }
    }

    /** Null if an event cannot have this time; it then stays an attribute. */
    private @Nullable Instant time() {
        var text = event.optional(CloudEvent.TIME);
        var time = text == null ? null : readable(text);
        if (time == null) {
            putIfThere("event_time", text);
        }
        return time;
    }

    private static @Nullable Instant readable(String text) {
        try {
            var time = Timestamps.parse(text);
            return LogEvent.canHold(time) ? time : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Object extension(String name, Object value) {
        // In binary mode every extension is a text, even this number.
        if (name.equals(SEVERITY_NUMBER) && value instanceof String text && text.matches("\\d{1,9}")) {
            return Long.valueOf(text);
        }
        return value;
    }

    /**
     * The data as text, without the quotes if it is a JSON string; Base64 if it is not text; the type if there is no
     * data.
     */
    private String message() {
        var text = event.text();
        var bytes = event.bytes();
        if (text != null) {
            return text;
        }
        if (bytes == null) {
            return event.required(CloudEvent.TYPE);
        }
        try {
            return (event.hasJson() ? StrictJson.string(bytes) : Optional.<String>empty()).orElse(Utf8.decode(bytes));
        } catch (CharacterCodingException e) {
            attributes.put(PREFIX + "event_data_encoding", "base64");
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    /** The severity from the extensions {@code severitynumber} (OpenTelemetry's number) or {@code severitytext}. */
    private Severity severity(Severity fallback) {
        var numbered = attributes.get(SEVERITY_NUMBER) instanceof Long number
                ? Severity.numbered(number)
                : Optional.<Severity>empty();
        return numbered.or(() -> Optional.ofNullable(
                        SeverityNames.of("severity_text", event.attributes().get("severitytext"), false)))
                .orElse(fallback);
    }
}
