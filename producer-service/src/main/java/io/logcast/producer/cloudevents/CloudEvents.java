package io.logcast.producer.cloudevents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Fallbacks;
import io.logcast.producer.requests.StrictJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/** Reads CloudEvents 1.0, in all modes of their HTTP binding. */
@Singleton
public final class CloudEvents {

    /** A request with this header is in binary mode. */
    public static final String VERSION_HEADER = "ce-specversion";

    private final Clock clock;

    CloudEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * The event of a request in binary mode: attributes in {@code ce-} headers, the body is its data.
     *
     * @throws InvalidLogEventException if an attribute is missing or breaks its rule
     */
    public LogEvent binary(Iterable<Map.Entry<String, String>> headers, byte[] body, Fallbacks fallbacks) {
        return logEvent(BinaryMode.read(headers, body), fallbacks);
    }

    /**
     * The event of a body in structured mode.
     *
     * @param json already checked by {@link StrictJson}
     * @throws InvalidLogEventException if it is not a CloudEvent
     */
    public LogEvent structured(byte[] json, Fallbacks fallbacks) {
        return structured(json, 0, json.length, fallbacks);
    }

    private LogEvent structured(byte[] json, int offset, int length, Fallbacks fallbacks) {
        try {
            return logEvent(StructuredMode.read(json, offset, length), fallbacks);
        } catch (IOException e) {
            throw new UncheckedIOException("StrictJson has read it before", e);
        }
    }

    private LogEvent logEvent(CloudEvent event, Fallbacks fallbacks) {
        return new CloudEventMapping(event).logEvent(clock.instant(), fallbacks);
    }

    /**
     * The events of a body in batch mode; each is read when its supplier is called.
     *
     * @param json already checked by {@link StrictJson}
     * @throws InvalidLogEventException if it is not an array
     */
    public Iterator<Supplier<LogEvent>> batch(byte[] json, Fallbacks fallbacks) {
        try {
            return new Batch(json, fallbacks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Batch implements Iterator<Supplier<LogEvent>> {

        private final byte[] json;
        private final Fallbacks fallbacks;
        private final JsonParser parser;
        private final int start;

        Batch(byte[] json, Fallbacks fallbacks) throws IOException {
            this.json = json;
            this.fallbacks = fallbacks;
            this.parser = StrictJson.parser(json, 0, json.length);
            this.start = StrictJson.start(json);
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new InvalidLogEventException("body", "must be a JSON array of CloudEvents");
            }
            parser.nextToken();
        }

        @Override
        public boolean hasNext() {
            return parser.currentToken() != JsonToken.END_ARRAY;
        }

        @Override
        public Supplier<LogEvent> next() {
            try {
                var first = start + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                var length = start + (int) parser.currentLocation().getByteOffset() - first;
                parser.nextToken();
                return () -> structured(json, first, length, fallbacks);
            } catch (IOException e) {
                throw new UncheckedIOException("StrictJson has read it before", e);
            }
        }
    }
}
