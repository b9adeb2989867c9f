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
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts over the real broker. The test is the consumer, which answers or does not. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
class ReceiptIT {

    private static final String QUEUE = "logs.receipts";
    private static final String PATH = "/api/v1/logs/" + ID + "/receipt";

    @SuppressWarnings("NullAway.Init")
    private BrokerProbe broker;

    @BeforeEach
    void connect() throws Exception {
        broker = new BrokerProbe();
        await().atMost(Duration.ofMinutes(1)).until(() -> post(HELLO).statusCode() == 202);
    }

    @AfterEach
    void disconnect() throws Exception {
        broker.channel().queueDelete(QUEUE);
        broker.close();
    }

    @Test
    void handsOnWhatAConsumerAnswers() throws Exception {
        // Given
        broker.channel().queueDeclare(QUEUE, true, false, false, null);
        var answers = Stream.generate(() -> aside(ReceiptIT::ask)).limit(5).toList();
        // When
        for (int i = 0; i < answers.size(); i++) {
            var request = broker.next(QUEUE);
            assertThat(new String(request.getBody(), StandardCharsets.UTF_8)).isEqualTo(ID);
            assertThat(Long.parseLong(request.getProps().getExpiration())).isBetween(1L, 2_000L);
            reply(request, "{\"number\":" + i + "}");
        }
        // Then
        assertThat(answers)
                .extracting(answer -> answer.join().statusCode() + " "
                        + answer.join().jsonPath().getInt("number"))
                .containsExactlyInAnyOrder("200 0", "200 1", "200 2", "200 3", "200 4");
    }

    @Test
    void answers504WhenNobodyAnswers() throws Exception {
        // Given
        broker.channel().queueDeclare(QUEUE, true, false, false, null);
        // When
        var answer = ask();
        // Then
        assertNobody(answer);
        await().until(() -> broker.channel().messageCount(QUEUE) == 0);
    }

    @Test
    void answers504WhenThereIsNobody() {
        assertNobody(ask());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "1-1-1-1-1", ID + "0"})
    void answers422ToWhatIsNoId(String id) {
        // When
        var answer = get("/api/v1/logs/" + id + "/receipt");
        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("field")).isEqualTo("id");
    }

    @Test
    void answers400ToAQueryParameter() {
        // When
        var answer = get(PATH + "?wait=1");
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getList("violations.field")).containsExactly("wait");
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("wait: unknown parameter; this call has none");
    }

    private static void assertNobody(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("No consumer answered within 2000 ms");
    }

    private static Response ask() {
        return get(PATH);
    }

    private void reply(GetResponse request, String json) throws IOException {
        var properties = new BasicProperties.Builder()
                .correlationId(request.getProps().getCorrelationId())
                .build();
        broker.channel()
                .basicPublish("", request.getProps().getReplyTo(), properties, json.getBytes(StandardCharsets.UTF_8));
    }
}
