package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.post;
import static io.logcast.producer.LogEventFixtures.postAside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DeadlineTest.ShortDeadline.class)
@WithTestResource(InMemoryChannels.class)
class DeadlineTest extends LogsChannelTest {

    public static final class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "logcast.publish.deadline", "500ms",
                    "logcast.publish.max-in-flight", "1",
                    "logcast.requests.body-timeout", "500ms");
        }
    }

    @BeforeEach
    void hold() {
        confirms.hold();
    }

    @Test
    void answers503WhenNothingSettlesTheMessage() {
        // When
        var answer = post(HELLO);
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("The broker did not confirm the event in time. Send it again with the same id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/x-ndjson", "application/cloudevents+json"})
    void answers408ToABodyThatStalls(String contentType) throws Exception {
        // When
        try (var request = HalfSentRequest.send(contentType, 100, "{\"message\":".getBytes(StandardCharsets.UTF_8))) {
            // Then
            assertThat(request.status()).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void keepsThePlaceOfAMessageThatIsNotSettled() {
        // Given
        post(HELLO);
        // When
        var answer = post(HELLO);
        // Then
        assertThat(answer.statusCode()).isEqualTo(429);
    }

    @Test
    void givesThePlaceBackWhenTheMessageIsSettledAfterAll() {
        // Given
        post(HELLO);
        confirms.confirmAll();
        // When
        var answer = postAside(HELLO);
        // Then
        await().atMost(PATIENCE).until(() -> confirms.waiting().size() == 1);
        assertThat(answer.join().statusCode()).isEqualTo(503);
    }
}
