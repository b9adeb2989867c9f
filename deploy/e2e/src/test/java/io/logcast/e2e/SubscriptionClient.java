package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A subscriber over HTTP, on one replica. */
record SubscriptionClient(URI consumer, String name) {

    private static final String JSON = "application/json";

    /** Creates the subscription. */
    static SubscriptionClient put(URI consumer, String name, Map<String, ?> definition) {
        var client = new SubscriptionClient(consumer, name);
        var answer = client.call("PUT", "", definition);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return client;
    }

    /** The same subscription on another replica. */
    SubscriptionClient on(URI other) {
        return new SubscriptionClient(other, name);
    }

    /** Pulls events; each entry has {@code event} and {@code ack_id}. */
    List<JsonNode> pull(String query) {
        var answer = call("POST", "/pull?" + query, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return LogClient.json(answer.body()).path("events").valueStream().toList();
    }

    /** The same; empty if the service has already handed out too much. */
    Optional<List<JsonNode>> tryPull(String query) {
        var answer = call("POST", "/pull?" + query, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 429);
        return answer.statusCode() == 429
                ? Optional.empty()
                : Optional.of(LogClient.json(answer.body())
                        .path("events")
                        .valueStream()
                        .toList());
    }

    /** The answer's {@code settled} and {@code expired}. */
    JsonNode ack(List<JsonNode> pulled) {
        var ids = pulled.stream().map(entry -> entry.path("ack_id").asText()).toList();
        var answer = call("POST", "/ack", Map.of("ack", ids));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return LogClient.json(answer.body());
    }

    JsonNode state() {
        var answer = LogClient.get(consumer, path(""));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return LogClient.json(answer.body());
    }

    void delete() {
        assertThat(call("DELETE", "", Map.of()).statusCode()).isEqualTo(204);
    }

    static List<String> ids(List<JsonNode> pulled) {
        return pulled.stream()
                .map(entry -> entry.path("event").path("id").asText())
                .toList();
    }

    private HttpResponse<String> call(String method, String path, Map<String, ?> body) {
        try {
            return LogClient.call(method, consumer.resolve(path(path)), JSON, LogClient.JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of it", e);
        }
    }

    private String path(String rest) {
        return "/api/v1/subscriptions/" + name + rest;
    }
}
