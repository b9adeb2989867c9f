package io.logcast.consumer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are broken regardless of the rules of the call. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class BrokenRequestsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /api/v1/logs?q=100% | | 400 | %25",
                "GET | /api/v1/logs?q=%zz | | 400 | %25",
                "GET | /api/v1/dead-letters?kind=%F | | 400 | %25",
                "DELETE | /api/v1/dead-letters?queue=100% | | 400 | %25",
                "POST | /api/v1/subscriptions/a/pull?max=% | | 400 | %25",
                "GET | /api/v1/subscriptions/100% | | 400 | %25",
                "GET | /api/v1/nothing | | 404 | Nothing is at /api/v1/nothing",
                "GET | /nothing | | 404 | Nothing is at /nothing",
                "GET | /api/v1/subscriptions/a@b | | 404 | There is no subscription a@b",
                "DELETE | /api/v1/subscriptions/a@b | | 404 | There is no subscription a@b",
                "PUT | /api/v1/subscriptions/a | application/json | 400 | The body must be a JSON object",
                "GET | /api/v1/dead-letters/one | | 404 | Nothing is at",
                "PATCH | /api/v1/dead-letters | | 405 | allowed",
                "POST | /api/v1/subscriptions | application/json | 405 | allowed",
                "PUT | /api/v1/subscriptions/a | text/plain | 415 | application/json",
                "POST | /api/v1/subscriptions/a/ack | application/xml | 415 | application/json"
            })
    void areAnsweredWithAProblemInTheCallersWords(
            String method, String path, @Nullable String contentType, int status, String detail) throws Exception {
        // When
        var answer = raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (contentType == null ? "" : "Content-Type: " + contentType + "\r\n") + "Content-Length: 0\r\n\r\n");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("application/problem+json");
        var body = answer.substring(answer.indexOf("\r\n\r\n"));
        assertThat(body)
                .contains("\"status\":" + status, detail)
                .doesNotContain("java", "jakarta", "fasterxml", "HTTP " + status, "null");
    }

    /** Java's HTTP clients do not send an invalid URI. */
    private static String raw(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
