package io.logcast.testing.network;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A reader of a stream of Server-Sent Events that keeps its lines. */
public class SseReader implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * Opens it without waiting for an answer.
     *
     * @param headers names and values in turns
     */
    public SseReader(URI stream, String... headers) {
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

    /** The data of the events without a name; those with one are about the stream itself. */
    public List<String> events() {
        var events = new ArrayList<String>();
        var named = false;
        for (var line : lines) {
            if (line.isEmpty()) {
                named = false;
            } else if (line.startsWith("event:")) {
                named = true;
            } else if (line.startsWith("data:") && !named) {
                events.add(line.substring("data:".length()).strip());
            }
        }
        return events;
    }

    /**
     * Whether a comment has come, so that nothing that is posted from then on is missed. The answer's head alone does not
     * say so: it is sent before the stream begins.
     */
    public boolean hasBegun() {
        return lines.stream().anyMatch(line -> line.startsWith(":"));
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
            lines.add(line);
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
