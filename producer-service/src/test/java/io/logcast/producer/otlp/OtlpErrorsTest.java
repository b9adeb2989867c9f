package io.logcast.producer.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that are refused before they reach the resource. Some of them no client library would send. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class OtlpErrorsTest {

    @Inject
    Vertx vertx;

    @ParameterizedTest
    @CsvSource({
        "POST /v1/logs?q=%zz, localhost, 400, percent-encoded",
        "POST /v1/logs%zz, localhost, 400, percent-encoded",
        "PUT /v1/logs, localhost, 405, not allowed here",
        "POST /v1/logs/1, localhost, 404, Nothing is at",
        "POST /v1/logs/v1/logs, localhost, 404, set OTEL_EXPORTER_OTLP_ENDPOINT to the address without a path",
        "POST /v1/traces, localhost, 404, set OTEL_TRACES_EXPORTER=none",
        "POST /v1/metrics, localhost, 404, set OTEL_METRICS_EXPORTER=none",
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

    @ParameterizedTest
    @CsvSource({
        "/, 405, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT to the address with /v1/logs",
        "/api/v1/logs/v1/logs, 404, OTLP logs go to /v1/logs",
        "/otlp/v1/traces, 404, OTEL_TRACES_EXPORTER=none"
    })
    void tellAnExporterWithAWrongEndpointTheRightOne(String path, int status, String message) throws IOException {
        // When
        var answer = answer("POST " + path, "localhost", "application/x-protobuf");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\r\n\r\n\b\2\22", message);
        assertThat(answer).containsIgnoringCase("content-type: application/x-protobuf\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc", "application/grpc+proto"})
    void tellAClientOfGrpcToUseHttp(String contentType) {
        // Given
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        var path = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
        // When
        var answer = client.request(HttpMethod.POST, RestAssured.port, "localhost", path)
                .compose(request ->
                        request.putHeader("content-type", contentType).send(Buffer.buffer(new byte[] {0, 0, 0, 0, 0})))
                .compose(response -> response.end().map(response))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("content-type")).isEqualTo("application/grpc");
        assertThat(answer.getTrailer("grpc-status")).isEqualTo("12");
        assertThat(answer.getTrailer("grpc-message")).contains("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        client.close().toCompletionStage().toCompletableFuture().join();
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
