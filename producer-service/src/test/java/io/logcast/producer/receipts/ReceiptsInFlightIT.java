package io.logcast.producer.receipts;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.ID;
import static io.logcast.producer.LogEventFixtures.aside;
import static io.logcast.producer.LogEventFixtures.post;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.logcast.testing.BrokerProbe;
import io.logcast.testing.BrokerTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** More calls than may wait for a receipt. The test is the consumer, and answers late. */
@QuarkusTest
@TestProfile(ReceiptsInFlightIT.TwoPlaces.class)
@WithTestResource(BrokerTestResource.class)
class ReceiptsInFlightIT {

    private static final String QUEUE = "logs.receipts";

    public static final class TwoPlaces implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("logcast.receipts.max-waiting", "2", "logcast.receipts.deadline", "5M");
        }
    }

    @Test
    void answers429WhileAllPlacesAreTaken() throws Exception {
        try (var broker = new BrokerProbe()) {
            // Given
            await().atMost(Duration.ofMinutes(1)).until(() -> post(HELLO).statusCode() == 202);
            broker.channel().queueDeclare(QUEUE, true, false, false, null);
            var waiting = takeBothPlaces();
            var requests = List.of(broker.next(QUEUE), broker.next(QUEUE));
            // When
            var refused = ask();
            // Then
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.contentType()).startsWith("application/problem+json");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            reply(broker, requests);
            assertAnswered(waiting);
            // Both places are free again.
            var next = takeBothPlaces();
            reply(broker, List.of(broker.next(QUEUE), broker.next(QUEUE)));
            assertAnswered(next);
            broker.channel().queueDelete(QUEUE);
        }
    }

    private static List<CompletableFuture<Response>> takeBothPlaces() {
        return Stream.generate(() -> aside(ReceiptsInFlightIT::ask)).limit(2).toList();
    }

    private static Response ask() {
        return get("/api/v1/logs/" + ID + "/receipt");
    }

    private static void reply(BrokerProbe broker, List<GetResponse> requests) throws IOException {
        for (var request : requests) {
            var properties = new BasicProperties.Builder()
                    .correlationId(request.getProps().getCorrelationId())
                    .build();
            broker.channel().basicPublish("", request.getProps().getReplyTo(), properties, new byte[] {'{', '}'});
        }
    }

    private static void assertAnswered(List<CompletableFuture<Response>> answers) {
        assertThat(answers).extracting(answer -> answer.join().statusCode()).containsOnly(200);
    }
}
