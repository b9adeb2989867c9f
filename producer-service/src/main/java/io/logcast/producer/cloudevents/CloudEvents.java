package io.logcast.producer.cloudevents;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.producer.requests.StrictJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads CloudEvents with the official SDK, in all modes of their HTTP binding. */
@Singleton
public final class CloudEvents {

    /** The header that makes a request one of binary mode. */
    public static final String VERSION_HEADER = "ce-specversion";

    private static final ObjectMapper MAPPER =
            new ObjectMapper(StrictJson.FACTORY).registerModule(JsonFormat.getCloudEventJacksonModule());
    private static final ObjectReader NODES = MAPPER.readerFor(JsonNode.class);

    private final Clock clock;

    CloudEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * The event of a request in binary mode: attributes in {@code ce-} headers, the body is its data.
     *
     * @throws InvalidLogEventException if an attribute is missing or breaks its rule
     */
    public LogEvent binary(Consumer<BiConsumer<String, String>> forEachHeader, byte[] body) {
        return event(() -> HttpMessageFactory.createReader(forEachHeader, body).toEvent());
    }

    /**
     * The event of a body in structured mode.
     *
     * @param json has been read by {@link StrictJson}
     * @throws InvalidLogEventException if it is no CloudEvent
     */
    public LogEvent structured(byte[] json) {
        return event(() -> MAPPER.readValue(json, CloudEvent.class));
    }

    /**
     * The events of a body in batch mode, each read when it is asked for.
     *
     * @param json has been read by {@link StrictJson}
     * @throws InvalidLogEventException if it is no array
     */
    public Iterator<Supplier<LogEvent>> batch(byte[] json) {
        try (var parser = StrictJson.FACTORY.createParser(json)) {
            // The reader of many values would take a single one for an array of it.
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new InvalidLogEventException("body", "must be a JSON array of CloudEvents");
            }
            return new Batch(NODES.readValues(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reading {

        /** Null for JSON's null. */
        @Nullable
        CloudEvent read() throws IOException;
    }

    private LogEvent event(Reading reading) {
        try {
            var event = reading.read();
            if (event == null) {
                throw new InvalidLogEventException("body", "is no CloudEvent: it is null");
            }
            return new CloudEventMapping(event).logEvent(clock.instant());
        } catch (CloudEventRWException | IOException | IllegalArgumentException | IllegalStateException e) {
            // The last where an attribute is missing in binary mode.
            throw new InvalidLogEventException("body", "is no CloudEvent: " + reason(e));
        }
    }

    /** Jackson appends where it was; that says nothing to who sent one JSON value. */
    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private final class Batch implements Iterator<Supplier<LogEvent>> {

        private final MappingIterator<JsonNode> nodes;

        Batch(MappingIterator<JsonNode> nodes) {
            this.nodes = nodes;
        }

        @Override
        public boolean hasNext() {
            return nodes.hasNext();
        }

        @Override
        public Supplier<LogEvent> next() {
            var node = nodes.next();
            return () -> event(() -> MAPPER.treeToValue(node, CloudEvent.class));
        }
    }
}
