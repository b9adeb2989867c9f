package io.logcast.consumer.stream;

import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A reader of a stream that keeps its lines. */
public final class SseClient implements Flow.Subscriber<String> {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    static SseClient open() {
        return open("");
    }

    /** @param query with its question mark */
    static SseClient open(String query) {
        return open(request(query).build());
    }

    /** As a browser connects again. */
    static SseClient openAfter(String lastEventId) {
        return open(request("").header("Last-Event-ID", lastEventId).build());
    }

    /** Another stream than that of all events. */
    public static SseClient at(String path) {
        return open(requestOf(path).build());
    }

    private static HttpRequest.Builder request(String query) {
        return requestOf("/api/v1/logs/stream" + query);
    }

    private static HttpRequest.Builder requestOf(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    private static SseClient open(HttpRequest request) {
        var reader = new SseClient();
        var unused = CLIENT.sendAsync(request, BodyHandlers.fromLineSubscriber(reader));
        return reader;
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

    public boolean hasEnded() {
        return ended.isDone();
    }

    public void close() {
        var unused = subscription.thenAccept(Flow.Subscription::cancel);
    }

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
        ended.complete(null);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }
}
