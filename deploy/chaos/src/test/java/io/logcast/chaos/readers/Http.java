package io.logcast.chaos.readers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls a service that may be away. */
final class Http {

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Http() {}

    /**
     * An answer.
     *
     * @param status 0 if none came
     * @param json the body of a 2xx, otherwise a missing node
     */
    record Reply(int status, JsonNode json) {

        private static final Reply NONE = new Reply(0, MissingNode.getInstance());

        boolean isOk() {
            return status / 100 == 2;
        }

        /** Whether the service may have done what it was asked for, although it did not say so. */
        boolean isUnknown() {
            return status == 0;
        }
    }

    static Reply call(String method, URI uri, String body) throws InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            var answer = CLIENT.send(request, BodyHandlers.ofString());
            int status = answer.statusCode();
            return new Reply(status, status / 100 == 2 ? json(answer.body()) : MissingNode.getInstance());
        } catch (IOException e) {
            return Reply.NONE;
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON: " + text, e);
        }
    }
}
