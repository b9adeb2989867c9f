package io.logcast.producer.loki;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.fields.Envelope;
import io.logcast.model.fields.LenientReader;
import io.logcast.model.fields.SeverityNames;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.LogEventReader.Defaults;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a stream.
 *
 * @param time as it came: nanoseconds since 1970
 * @param line null if it is not UTF-8
 * @param metadata its structured metadata
 */
record PushedEntry(
        PushedStream stream, String time, @Nullable String line, Map<String, @Nullable Object> metadata) {

    private static final BigInteger NANOS_OF_A_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final int MAX_TIME_LENGTH = 20;

    /** @throws InvalidLogEventException naming the field that no event can hold */
    LogEvent event(Fallbacks ofRequest, Function<Fallbacks, Defaults> defaults) {
        if (line == null) {
            throw new InvalidLogEventException("line", "is not UTF-8");
        }
        var fallbacks = stream.fallbacks(ofRequest, severity());
        var timestamp = timestamp();
        var attributes = stream.labels();
        if (timestamp == null && !time.equals("0")) {
            attributes = new HashMap<>(attributes);
            attributes.putIfAbsent("timestamp", time);
        }
        return LenientReader.read(line, defaults.apply(fallbacks), new Envelope(null, timestamp, metadata, attributes));
    }

    /** The level that Loki itself has found in the line, if the entry comes from Loki. */
    private @Nullable Severity severity() {
        return SeverityNames.of(PushedStream.DETECTED_LEVEL, metadata.get(PushedStream.DETECTED_LEVEL), false);
    }

    /** Null if the entry has no time, or one that no event can have. */
    private @Nullable Instant timestamp() {
        if (time.isEmpty()
                || time.equals("0")
                || time.length() > MAX_TIME_LENGTH
                || !time.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        var parts = new BigInteger(time).divideAndRemainder(NANOS_OF_A_SECOND);
        var instant = Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
        return LogEvent.canHold(instant) ? instant : null;
    }
}
