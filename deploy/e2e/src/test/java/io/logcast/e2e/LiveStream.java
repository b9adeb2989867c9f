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
import java.util.stream.Stream;

/** An open live stream that collects what it receives. */
final class LiveStream implements AutoCloseable {

    private static final String DATA = "data:";

    private final Stream<String> lines;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private LiveStream(Stream<String> lines) {
        this.lines = lines;
        var reader = new Thread(this::collect, "live stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns once the service has answered, so that nothing that is posted from then on is missed. */
    static LiveStream open(URI consumer) {
        var request =
                HttpRequest.newBuilder(consumer.resolve("/api/v1/logs/stream")).build();
        try {
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new AssertionError("the live stream answered " + answer.statusCode());
            }
            return new LiveStream(answer.body());
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

    private void collect() {
        try {
            lines.filter(line -> line.startsWith(DATA))
                    .map(line -> LogClient.json(line.substring(DATA.length())))
                    .forEach(events::add);
        } catch (UncheckedIOException e) {
            // The stream was closed, or the service was killed: what came until then counts.
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
