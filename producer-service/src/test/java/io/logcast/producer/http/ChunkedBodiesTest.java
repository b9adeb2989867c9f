package io.logcast.producer.http;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If a proxy could read a chunk header differently than this service does, one request could hide in another. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class ChunkedBodiesTest {

    private static final int PATIENCE_MS = (int) Duration.ofMinutes(1).toMillis();

    @Inject
    @Any
    InMemoryConnector channels;

    @BeforeEach
    void forgetMessages() {
        channels.sink("logs").clear();
    }

    @Test
    void takesAChunkWithAnExtension() throws IOException {
        assertThat(beginningOfAnswer(";x=\"y\"")).isEqualTo("HTTP/1.1 202");
    }

    @ParameterizedTest
    @ValueSource(strings = {";x=\"", ";x=\"y\\\"", ";x=\"\n"})
    void closesTheConnectionOfAChunkWhoseExtensionDoesNotEnd(String extension) throws IOException {
        assertThat(beginningOfAnswer(extension)).isEmpty();
        assertThat(channels.sink("logs").received()).isEmpty();
    }

    private static String beginningOfAnswer(String extension) throws IOException {
        var request = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n".formatted(PATH)
                + "Transfer-Encoding: chunked\r\n\r\n%x%s\r\n%s\r\n0\r\n\r\n"
                        .formatted(HELLO.length(), extension, HELLO);
        try (var connection = new Socket("localhost", RestAssured.port)) {
            connection.setSoTimeout(PATIENCE_MS);
            connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(connection.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }
}
