package io.logcast.testing.network;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A reader of a stream of Server-Sent Events. */
public class SseReader implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Consumer<String> taker;
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
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
        CLIENT.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(new Lines()))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        ended.completeExceptionally(failure);
                    }
                });
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
        var unused = subscription.thenAccept(Flow.Subscription::cancel);
    }

    private final class Lines implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription.complete(newSubscription);
            newSubscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            taker.accept(line);
            begun |= line.startsWith(":");
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }
    }
}
