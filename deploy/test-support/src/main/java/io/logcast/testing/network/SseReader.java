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
     * @param taker gets each line as it comes; no line is kept
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
        // As a stream, since the client's own line subscriber copies a long line again with each of its pieces.
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
            // The stream was closed, or the service was killed; the lines that came before count.
            ended.completeExceptionally(e);
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The values of the field, in order. */
    public List<String> values(String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .toList();
    }

    /**
     * Whether a comment has come. Events that are posted afterwards are not missed; the head of the answer does not
     * ensure that, since it is sent before the stream begins.
     */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether nothing more can come: the service has ended the stream, or it was cut off. */
    public boolean hasEnded() {
        return ended.isDone();
    }

    /** Whether the service has ended the stream properly, without cutting it off. */
    public boolean hasEndedWell() {
        return ended.isDone() && !ended.isCompletedExceptionally();
    }

    @Override
    public void close() {
        var unused = body.thenAccept(Stream::close);
    }
}
