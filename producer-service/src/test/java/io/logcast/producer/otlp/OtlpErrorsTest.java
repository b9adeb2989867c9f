package io.logcast.producer.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports that are refused before they reach the resource. Some of them no client library would send. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class OtlpErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "POST /v1/logs?q=%zz, localhost, 400, percent-encoded",
        "POST /v1/logs%zz, localhost, 400, percent-encoded",
        "PUT /v1/logs, localhost, 405, not allowed here",
        "POST /v1/logs/1, localhost, 404, Nothing is at",
        "POST /v1/logs, evil.example, 403, LOGCAST_HTTP_HOSTS"
    })
    void areStatusesInTheEncodingOfTheRequest(String call, String host, int status, String message) throws IOException {
        // When
        var json = answer(call, host, "application/json");
        var other = answer(call, host, "text/plain");
        var protobuf = answer(call, host, "application/x-protobuf; a=b");
        // Then
        for (var answer : new String[] {json, other}) {
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            assertThat(answer).containsIgnoringCase("content-type: application/json\r\n");
            assertThat(answer).contains("\"code\":2", "\"message\":\"", message).doesNotContain("\"detail\"");
        }
        assertThat(protobuf).startsWith("HTTP/1.1 " + status);
        assertThat(protobuf).containsIgnoringCase("content-type: application/x-protobuf\r\n");
        assertThat(protobuf).contains("\r\n\r\n\b\2\22", message);
    }

    private static String answer(String call, String host, String contentType) throws IOException {
        var head = "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: 0\r\n\r\n"
                .formatted(call, host, contentType);
        try (var connection = new Socket("localhost", RestAssured.port)) {
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
