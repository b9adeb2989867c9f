package io.logcast.producer.cloudevents;

import io.cloudevents.CloudEvent;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.Ids;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One CloudEvent as a log event. Its attributes keep their values under the names of
 * <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/cloudevents/">OpenTelemetry's conventions</a>,
 * its extensions under their own.
 */
final class CloudEventMapping {

    private static final String PREFIX = "cloudevents.";
    private static final String SEVERITY_NUMBER = "severitynumber";
    /** W3C Trace Context, as the extension Distributed Tracing has it: version, trace id, span id, flags. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");

    private final CloudEvent event;
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

    CloudEventMapping(CloudEvent event) {
        this.event = event;
    }

    /** @throws InvalidLogEventException if it cannot be a log event, for its size above all */
    LogEvent logEvent(Instant observedTimestamp) {
        var source = event.getSource().toString();
        putContext(source);
        event.getExtensionNames().forEach(name -> attributes.put(name, attribute(name, event.getExtension(name))));
        var message = message();
        var trace = traceparent();
        return new LogEvent(
                id(source, event.getId()),
                event.getTime() == null ? null : event.getTime().toInstant(),
                observedTimestamp,
                severity(),
                LogEvent.sourceOf(source),
                message,
                attributes,
                trace.map(match -> match[0]).orElse(null),
                trace.map(match -> match[1]).orElse(null));
    }

    /** A source is a URI, which has no blank, so that no two pairs have one name. */
    private static UUID id(String source, String id) {
        return Ids.named("logcast:cloudevent:" + source + " " + id);
    }

    private void putContext(String source) {
        attributes.put(PREFIX + "event_id", event.getId());
        attributes.put(PREFIX + "event_source", source);
        attributes.put(PREFIX + "event_spec_version", event.getSpecVersion().toString());
        attributes.put(PREFIX + "event_type", event.getType());
        putIfThere("event_subject", event.getSubject());
        putIfThere("event_data_content_type", event.getDataContentType());
        putIfThere("event_data_schema", event.getDataSchema());
    }

    private void putIfThere(String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(PREFIX + name, value.toString());
        }
    }

    private static @Nullable Object attribute(String name, @Nullable Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        // In binary mode every extension is a text, also the one that is known to be a number.
        if (name.equals(SEVERITY_NUMBER) && value instanceof String text && text.matches("\\d{1,9}")) {
            return Long.valueOf(text);
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof URI || value instanceof OffsetDateTime) {
            return value.toString();
        }
        return value;
    }

    /** The data as text; in Base64 if it is none; the type if there is no data. */
    private String message() {
        var data = event.getData();
        if (data == null) {
            return event.getType();
        }
        var bytes = data.toBytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            attributes.put(PREFIX + "event_data_encoding", "base64");
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    /** As the extension Severity has it: a number of OpenTelemetry's, or a text. */
    private Severity severity() {
        if (attributes.get(SEVERITY_NUMBER) instanceof Long number) {
            return Severity.numbered(number).orElse(Severity.INFO);
        }
        return Optional.ofNullable(event.getExtension("severitytext"))
                .flatMap(text -> Severity.named(text.toString()))
                .orElse(Severity.INFO);
    }

    private Optional<String[]> traceparent() {
        var match = TRACEPARENT.matcher(String.valueOf(event.getExtension("traceparent")));
        return match.matches() && !isZero(match.group(1)) && !isZero(match.group(2))
                ? Optional.of(new String[] {match.group(1), match.group(2)})
                : Optional.empty();
    }

    private static boolean isZero(String hex) {
        return hex.chars().allMatch(digit -> digit == '0');
    }
}
