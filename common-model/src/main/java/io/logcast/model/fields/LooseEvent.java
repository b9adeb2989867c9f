package io.logcast.model.fields;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.fields.LooseObject.Entry;
import io.logcast.model.fields.LooseObject.Found;
import io.logcast.model.wire.Ids;
import io.logcast.model.wire.LogEventReader.Defaults;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.model.wire.Utf8;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A JSON object as a log event. */
final class LooseEvent {

    private static final String SOURCE = "source";
    private static final String SEVERITY_TEXT = "severity_text";
    private static final int TRACE_ID_DIGITS = 32;
    private static final int SPAN_ID_DIGITS = 16;

    private final LooseObject fields;
    private final Envelope envelope;
    private final boolean isGelf;
    private @Nullable Object unknownSeverity;
    private @Nullable String traceId;
    private @Nullable String spanId;

    private LooseEvent(LooseObject fields, Envelope envelope) {
        this.fields = fields;
        this.envelope = envelope;
        fields.addAll(envelope.fields());
        this.isGelf = fields.has("version") && fields.has("short_message");
    }

    static LogEvent read(byte[] json, int offset, int length, Defaults defaults, Envelope envelope) {
        return new LooseEvent(LooseObject.read(json, offset, length), envelope)
                .event(defaults, () -> text(json, offset, length));
    }

    static LogEvent ofText(String message, Defaults defaults, Envelope envelope) {
        return new LooseEvent(LooseObject.of(Map.of(FieldNames.MESSAGE.names().get(0), message)), envelope)
                .event(defaults, () -> message);
    }

    private LogEvent event(Defaults defaults, Supplier<String> wholeText) {
        var fallbacks = defaults.fallbacks();
        var id = id();
        var message = fields.take(FieldNames.MESSAGE, LooseEvent::text);
        var severity = severity();
        var timestamp = timestamp();
        readTrace();
        var ownSource = source(fallbacks.source());
        var source = ownSource == null ? fallbacks.sourceOrUnknown() : ownSource;
        var attributes = new LooseAttributes(attributesObject()).add(fields.rest(), fallbacks.attributes());
        var originalSource = fallbacks.originalSource();
        if (ownSource == null && originalSource != null) {
            attributes.add(SOURCE, originalSource);
        }
        if (unknownSeverity != null) {
            attributes.add(SEVERITY_TEXT, unknownSeverity);
        }
        envelope.attributes().forEach(attributes::add);
        return new LogEvent(
                id == null ? defaults.id(source) : id,
                timestamp,
                defaults.observedTimestamp(),
                severity == null ? fallbacks.severity() : severity,
                source,
                message == null ? wholeText.get() : message,
                attributes.fitting(),
                traceId,
                spanId);
    }

    private @Nullable UUID id() {
        return envelope.id() == null ? fields.take(FieldNames.ID, (name, entry) -> uuid(entry)) : envelope.id();
    }

    private @Nullable Instant timestamp() {
        var said = envelope.timestamp();
        if (said == null) {
            return fields.take(FieldNames.TIMESTAMP, LooseEvent::time);
        }
        fields.take(FieldNames.TIMESTAMP, (name, entry) -> said.equals(time(name, entry)) ? said : null);
        return said;
    }

    private static @Nullable UUID uuid(Entry entry) {
        try {
            return entry.value instanceof String text ? Ids.parse(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String text(String name, Entry entry) {
        return entry.value instanceof String text ? text : null;
    }

    private @Nullable Severity severity() {
        var known = fields.take(FieldNames.SEVERITY, (name, entry) -> SeverityNames.of(name, entry.value, isGelf));
        if (known == null) {
            unknownSeverity = fields.take(FieldNames.SEVERITY, (name, entry) -> scalar(entry));
        }
        return known;
    }

    private static @Nullable Object scalar(Entry entry) {
        return entry.value instanceof Map || entry.value instanceof List ? null : entry.value;
    }

    private static @Nullable Instant time(String name, Entry entry) {
        if (entry.value instanceof String text && entry.digits == null) {
            return LooseTime.text(text);
        }
        return entry.digits == null ? null : LooseTime.number(entry.digits);
    }

    /** The traceparent stays an attribute: otherwise its flags would be lost. */
    private void readTrace() {
        traceId = fields.take(FieldNames.TRACE_ID, (name, entry) -> hex(entry, TRACE_ID_DIGITS));
        spanId = fields.take(FieldNames.SPAN_ID, (name, entry) -> hex(entry, SPAN_ID_DIGITS));
        var parent = fields.find(
                FieldNames.TRACE_PARENT,
                (name, entry) -> entry.value instanceof String text
                        ? TraceParent.of(text).orElse(null)
                        : null);
        if (parent != null) {
            spanId = parent.value().spanIdOf(traceId, spanId);
            traceId = parent.value().traceIdOf(traceId);
        }
    }

    private static @Nullable String hex(Entry entry, int digits) {
        return entry.value instanceof String text
                        && text.length() == digits
                        && text.chars().allMatch(HexFormat::isHexDigit)
                        && text.chars().anyMatch(digit -> digit != '0')
                ? text
                : null;
    }

    /** If the source had to be made legal, the original stays an attribute. */
    private @Nullable String source(@Nullable String fallback) {
        var found = fields.find(FieldNames.SOURCE, LooseEvent::usableSource);
        if (found == null && fallback == null) {
            found = fields.find(FieldNames.SOURCE_HOST, LooseEvent::usableSource);
        }
        return found == null ? null : legalSource(found);
    }

    private static String legalSource(Found<String> found) {
        var legal = LogEvent.sourceOf(found.value());
        if (legal.equals(found.value())) {
            found.entry().take();
        }
        return legal;
    }

    private static @Nullable String usableSource(String name, Entry entry) {
        return entry.value instanceof String text && LogEvent.isNamable(text) ? text : null;
    }

    private Map<String, @Nullable Object> attributesObject() {
        fields.take(FieldNames.ATTRIBUTES, (name, entry) -> entry.value == null ? Boolean.TRUE : null);
        Map<String, @Nullable Object> attributes =
                fields.take(FieldNames.ATTRIBUTES, (name, entry) -> attributes(entry.value));
        return attributes == null ? Map.of() : attributes;
    }

    @SuppressWarnings("unchecked") // The names in JSON are texts.
    private static @Nullable Map<String, @Nullable Object> attributes(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
    }

    private static String text(byte[] json, int offset, int length) {
        try {
            var mark = Utf8.markLength(json, offset, length);
            return Utf8.decode(json, offset + mark, length - mark).strip();
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("it is not UTF-8", e);
        }
    }
}
