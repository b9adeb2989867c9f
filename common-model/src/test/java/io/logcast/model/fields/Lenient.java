package io.logcast.model.fields;

import static io.logcast.model.LogEventFixtures.ID;
import static io.logcast.model.LogEventFixtures.OBSERVED;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.LogEventReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/** Reads JSON with single quotes, which are easier to read in Java. */
@NullMarked
final class Lenient {

    private Lenient() {}

    static LogEvent read(String json) {
        return read(json, Fallbacks.NONE);
    }

    static LogEvent read(String json, Fallbacks fallbacks) {
        return readExactly(json.replace('\'', '"'), fallbacks);
    }

    static LogEvent readExactly(String json, Fallbacks fallbacks) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return LenientReader.read(bytes, 0, bytes.length, new LogEventReader.Defaults() {
            @Override
            public UUID id(String source) {
                return ID;
            }

            @Override
            public Instant observedTimestamp() {
                return OBSERVED;
            }

            @Override
            public Fallbacks fallbacks() {
                return fallbacks;
            }
        });
    }
}
