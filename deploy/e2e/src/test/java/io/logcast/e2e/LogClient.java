package io.logcast.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A program that uses the services over HTTP. */
final class LogClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int REQUESTS_AT_A_TIME = 64;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LogClient() {}

    static HttpResponse<String> post(URI producer, Map<String, ?> event) {
        return postAsync(producer, event).join();
    }

    static HttpResponse<String> post(URI producer, String body) {
        return postAsync(producer, body.getBytes(StandardCharsets.UTF_8)).join();
    }

    /** Posts with a header {@code traceparent}, as part of the client's own trace. */
    static HttpResponse<String> post(URI producer, Map<String, ?> event, String traceparent) {
        try {
            var request = request(producer, JSON.writeValueAsBytes(event))
                    .header("traceparent", traceparent)
                    .build();
            return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of it", e);
        }
    }

    static HttpResponse<String> get(URI service, String path) {
        return begin("GET", service, path).join();
    }

    /** Completes with the whole answer; exceptionally if the connection is cut before its end. */
    static CompletableFuture<HttpResponse<String>> begin(String method, URI service, String path) {
        var request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(TIMEOUT)
                .method(method, BodyPublishers.noBody())
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    /** Makes any call, with a JSON body or lines. */
    static HttpResponse<String> call(String method, URI uri, String contentType, String body) {
        var request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
    }

    /** Posts that many events and returns the ids in the answers; each must be a 202. */
    static List<String> postAll(URI producer, int count, IntFunction<Map<String, ?>> event) {
        var places = new Semaphore(REQUESTS_AT_A_TIME);
        var answers = IntStream.range(0, count)
                .mapToObj(i -> {
                    places.acquireUninterruptibly();
                    return postAsync(producer, event.apply(i)).whenComplete((answer, failure) -> places.release());
                })
                .toList();
        return answers.stream()
                .map(CompletableFuture::join)
                .map(LogClient::acceptedId)
                .toList();
    }

    static String acceptedId(HttpResponse<String> answer) {
        if (answer.statusCode() != 202) {
            throw new AssertionError("not accepted: " + answer.statusCode() + " " + answer.body());
        }
        return json(answer.body()).path("id").asText();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static CompletableFuture<HttpResponse<String>> postAsync(URI producer, Map<String, ?> event) {
        try {
            return postAsync(producer, JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of it", e);
        }
    }

    private static CompletableFuture<HttpResponse<String>> postAsync(URI producer, byte[] body) {
        return HTTP.sendAsync(request(producer, body).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI producer, byte[] body) {
        return HttpRequest.newBuilder(producer.resolve("/api/v1/logs"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
    }
}
