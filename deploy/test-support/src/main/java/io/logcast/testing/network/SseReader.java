package io.logcast.testing.network;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A reader of a stream of Server-Sent Events. */
public class SseReader implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Consumer<String> taker;
    private final CompletableFuture<Stream<String>> body = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean begun;

    /**
     * Opens it without waiting for an answer, and keeps its lines.
     *
     * @param headers names and values in turns
     */
    public SseReader(URI stream, String... headers) {
        this.taker = lines::add;
        open(stream, headers);
    }

    /**
     * Opens it without waiting for an answer.
     *
     * @param taker gets each line as it comes; none is kept
     */
    public SseReader(URI stream, Consumer<String> taker) {
        this.taker = taker;
        open(stream);
    }

    private void open(URI stream, String... headers) {
        var request = HttpRequest.newBuilder(stream);
        if (headers.length > 0) {
            request.headers(headers);
        }
        // As a stream: the client's own subscriber of lines copies a long line again with each piece of it.
        CLIENT.sendAsync(request.build(), BodyHandlers.ofLines()).whenComplete((answer, failure) -> {
            if (failure != null) {
                ended.completeExceptionally(failure);
            } else {
                body.complete(answer.body());
                var reader = new Thread(() -> read(answer.body()), "stream of events");
                reader.setDaemon(true);
                reader.start();
            }
        });
    }

    private void read(Stream<String> stream) {
        try {
            stream.forEach(line -> {
                taker.accept(line);
                begun |= line.startsWith(":");
            });
            ended.complete(null);
        } catch (UncheckedIOException e) {
            // It was closed, or the service was killed: what came until then counts.
            ended.completeExceptionally(e);
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** What stands behind the field's name, in order. */
    public List<String> values(String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .toList();
    }

    /**
     * Whether a comment has come, so that nothing that is posted from then on is missed. The answer's head alone does not
     * say so: it is sent before the stream begins.
     */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether nothing more can come: the service has ended it, or it was cut off. */
    public boolean hasEnded() {
        return ended.isDone();
    }

    /** Whether the service has ended it, and not cut it off. */
    public boolean hasEndedWell() {
        return ended.isDone() && !ended.isCompletedExceptionally();
    }

    @Override
    public void close() {
        var unused = body.thenAccept(Stream::close);
    }
}
