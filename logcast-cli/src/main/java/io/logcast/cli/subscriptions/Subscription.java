package io.logcast.cli.subscriptions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.cli.connection.Answer;
import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.Json;
import io.logcast.cli.connection.Query;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The calls of one subscription, each repeated while the service is away. */
final class Subscription {

    private static final String JSON = "application/json";

    private final Api consumer;
    private final String path;
    private final Waiting waiting;
    private final Terminal terminal;

    Subscription(Api consumer, String name, Waiting waiting, Terminal terminal) {
        this.consumer = consumer;
        this.path = "/api/v1/subscriptions/" + Query.encoded(name);
        this.waiting = waiting;
        this.terminal = terminal;
    }

    private interface Call {
        Answer get() throws IOException;
    }

    /** Creates the subscription. If it exists with the same definition, nothing changes. */
    void create(Map<String, ?> definition) {
        var body = bytes(definition);
        call(() -> consumer.send("PUT", path, JSON, body));
    }

    /** Pulls entries with {@code event} and {@code ack_id}; waits up to this many seconds for the first. */
    List<JsonNode> pull(int max, int waitSeconds) {
        var query = new Query(path + "/pull")
                .with("max", max)
                .with("wait", waitSeconds)
                .toString();
        var entries = new ArrayList<JsonNode>();
        call(() -> consumer.post(query)).objectOrThrow(consumer).path("events").forEach(entries::add);
        return entries;
    }

    void acknowledge(List<JsonNode> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var ids = entries.stream().map(entry -> entry.path("ack_id").asText()).toList();
        var body = bytes(Map.of("ack", ids));
        var expired = call(() -> consumer.send("POST", path + "/ack", JSON, body))
                .objectOrThrow(consumer)
                .path("expired")
                .size();
        if (expired > 0) {
            terminal.note(expired + " events were acknowledged too late, and may come again");
        }
    }

    private Answer call(Call call) {
        while (true) {
            try {
                var answer = call.get();
                if (!answer.isTemporary()) {
                    waiting.over();
                    return answer.orThrow(consumer);
                }
                waiting.after(consumer + " " + answer.problem(), answer.retryAfter());
            } catch (IOException e) {
                waiting.after(consumer + ": " + e.getMessage(), Duration.ZERO);
            }
        }
    }

    private static byte[] bytes(Map<String, ?> json) {
        try {
            return Json.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts can be written", e);
        }
    }
}
