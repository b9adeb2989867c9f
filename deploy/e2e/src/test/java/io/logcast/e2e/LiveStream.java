package io.logcast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.local.process.Deadline;
import io.logcast.testing.network.SseReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An open live stream that collects what it receives. */
final class LiveStream implements AutoCloseable {

    private static final String DATA = "data:";
    private static final String NAME = "event:";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final SseReader stream;
    private boolean isNamed;

    private LiveStream(URI uri) {
        stream = new SseReader(uri, this::read);
        Deadline.in(PATIENCE).await(() -> stream.hasBegun() || stream.hasEnded());
        if (!stream.hasBegun()) {
            stream.close();
            throw new AssertionError("the live stream did not begin");
        }
    }

    /** Returns once it has begun; events that are posted afterwards are not missed. */
    static LiveStream open(URI consumer) {
        return new LiveStream(consumer.resolve("/api/v1/logs/stream"));
    }

    /** Resumes from the last event that was seen, on any replica. */
    static LiveStream openAfter(URI consumer, String lastId) {
        return new LiveStream(consumer.resolve("/api/v1/logs/stream?after=" + lastId));
    }

    /** The events so far, in order of arrival. */
    List<JsonNode> events() {
        return events;
    }

    List<String> ids() {
        return events.stream().map(event -> event.path("id").asText()).toList();
    }

    /** Whether the service has ended it properly, without cutting it off. */
    boolean hasEnded() {
        return stream.hasEndedWell();
    }

    private void read(String line) {
        if (line.startsWith(NAME)) {
            // A frame about the stream itself.
            isNamed = true;
        } else if (line.isEmpty()) {
            isNamed = false;
        } else if (line.startsWith(DATA) && !isNamed) {
            events.add(LogClient.json(line.substring(DATA.length())));
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
