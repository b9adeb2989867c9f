package io.logcast.browser;

import io.logcast.local.ServiceEnvironment;
import io.logcast.local.ServiceProcess;
import io.logcast.testing.TestBroker;
import io.logcast.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Both services on the tests' broker and database. */
final class Site implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ServiceProcess producer;
    private final ServiceProcess consumer;

    /** Open to everybody; pushes may go to this machine. */
    Site() {
        this("open", Map.of(), Map.of("LOGCAST_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.0/8"));
    }

    /** @param name the suffix of the log files' names */
    Site(String name, Map<String, String> producerSettings, Map<String, String> consumerSettings) {
        producer = start("producer-service", name, producerSettings);
        consumer = start("consumer-service", name, consumerSettings);
    }

    private static ServiceProcess start(String module, String name, Map<String, String> settings) {
        return ServiceProcess.of(module)
                .named(module + "-" + name)
                .env(environment())
                .env(settings)
                .startAndAwaitReady(PATIENCE);
    }

    private static Map<String, String> environment() {
        var environment = new HashMap<>(ServiceEnvironment.of(TestBroker.get()));
        environment.putAll(TestDatabase.get().environment());
        // So that pauses of a busy machine do not count as a lost database.
        environment.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "30S");
        return environment;
    }

    /** The page, with a query. */
    String page(String query) {
        return consumer.baseUri().resolve("/" + query).toString();
    }

    ServiceProcess producer() {
        return producer;
    }

    ServiceProcess consumer() {
        return consumer;
    }

    /** Posts the JSON of an event, which must be accepted. */
    void post(String event) {
        post(HttpRequest.newBuilder(), event);
    }

    /** The same with a token. */
    void postWith(String token, String event) {
        post(HttpRequest.newBuilder().header("Authorization", "Bearer " + token), event);
    }

    private void post(HttpRequest.Builder request, String event) {
        var answer = send(request.uri(producer.baseUri().resolve("/api/v1/logs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event)));
        if (answer.statusCode() != 202) {
            throw new AssertionError("not accepted: " + answer.statusCode() + " " + answer.body());
        }
    }

    void post(String source, String severity, String message) {
        post("{\"source\":\"%s\",\"severity\":\"%s\",\"message\":\"%s\"}".formatted(source, severity, message));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(consumer.baseUri().resolve(path)));
    }

    /** Must succeed. */
    void put(String path, String json) {
        expect(send(HttpRequest.newBuilder(consumer.baseUri().resolve(path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))));
    }

    /** Must succeed. */
    void delete(String path) {
        expect(send(HttpRequest.newBuilder(consumer.baseUri().resolve(path)).DELETE()));
    }

    private static void expect(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new AssertionError("refused: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** The ids that the archive has of a source, newest first. */
    List<String> archivedIds(String source) {
        return ID.matcher(get("/api/v1/logs?limit=1000&source=" + source).body())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
