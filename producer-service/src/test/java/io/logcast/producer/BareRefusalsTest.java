package io.logcast.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused before they reach a resource. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class BareRefusalsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v1/logs?q=%zz",
                "POST /api/v1/logs?q=%",
                "GET /api/v1/logs/%zz/receipt",
                "GET /api/v1/logs/%ff/receipt",
                "GET /api/v1/logs/1/receipt?q=%zz",
                "POST /api/v1/logs%zz",
                "POST /api/v1/queues/%zz/logs",
                "GET /nowhere",
                "PATCH /api/v1/logs",
                "BREW /api/v1/logs",
                "TRACE /api/v1/logs",
                "POST /q/nowhere",
                "GET /q/nowhere"
            })
    void areProblemsInTheCallersWords(String call) throws IOException {
        // When
        var answer = answer(call, "");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer).contains("\"status\":4", "\"detail\":\"").doesNotContain("HTTP 4", "java", "RESTEASY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept:\r\n", "Accept: \r\n", "Accept: //;q=x,,;\r\n", "Accept: ,\r\n", "Accept: x\r\n"})
    void doNotComeOfAnAcceptThatAsksForNothing(String accept) throws IOException {
        for (var path : new String[] {"/api/v1/logs", "/v1/logs"}) {
            var body = path.equals("/v1/logs") ? "{}" : "{\"message\":\"a\"}";
            var headers = accept + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
            assertThat(answer("POST " + path, headers + "\r\n" + body)).startsWith("HTTP/1.1 20");
        }
    }

    private static String answer(String call, String rest) throws IOException {
        var head = call + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest;
        try (var connection = new Socket("localhost", RestAssured.port)) {
            connection
                    .getOutputStream()
                    .write((rest.isEmpty() ? head + "\r\n" : head).getBytes(StandardCharsets.US_ASCII));
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
