package io.logcast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An open live stream that collects what it receives. */
final class LiveStream implements AutoCloseable {

    private static final String DATA = "data:";
    private static final String NAME = "event:";
    private static final String COMMENT = ":";
    private static final int PATIENCE_SECONDS = 30;

    private final Stream<String> lines;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private boolean isNamed;
    private volatile boolean ended;

    private LiveStream(Stream<String> lines) {
        this.lines = lines;
        var reader = new Thread(this::collect, "live stream");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Returns once the first comment has come, so that nothing that is posted from then on is missed. The answer's head
     * alone does not say so: it is sent before the stream begins.
     */
    static LiveStream open(URI consumer) {
        return open(consumer, "");
    }

    /** Goes on from the last event that was seen, on whichever replica. */
    static LiveStream openAfter(URI consumer, String lastId) {
        return open(consumer, "?after=" + lastId);
    }

    private static LiveStream open(URI consumer, String query) {
        var request = HttpRequest.newBuilder(consumer.resolve("/api/v1/logs/stream" + query))
                .build();
        try {
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new AssertionError("the live stream answered " + answer.statusCode());
            }
            var stream = new LiveStream(answer.body());
            if (!stream.begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the live stream did not begin");
            }
            return stream;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the live stream could not be opened", e);
        }
    }

    /** The events so far, in the order in which they came. */
    List<JsonNode> events() {
        return events;
    }

    List<String> ids() {
        return events.stream().map(event -> event.path("id").asText()).toList();
    }

    /** Whether the service has ended it, and not cut it off. */
    boolean hasEnded() {
        return ended;
    }

    private void collect() {
        try {
            lines.forEach(this::read);
            ended = true;
        } catch (UncheckedIOException e) {
            // The stream was closed, or the service was killed: what came until then counts.
        }
    }

    private void read(String line) {
        if (line.startsWith(NAME)) {
            // About the stream itself.
            isNamed = true;
        } else if (line.isEmpty()) {
            isNamed = false;
        } else if (line.startsWith(DATA) && !isNamed) {
            events.add(LogClient.json(line.substring(DATA.length())));
        } else if (line.startsWith(COMMENT)) {
            begun.countDown();
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
