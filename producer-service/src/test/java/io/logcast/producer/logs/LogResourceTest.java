package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.ALL_FIELDS;
import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.ID;
import static io.logcast.producer.LogEventFixtures.eventWithId;
import static io.logcast.producer.LogEventFixtures.post;
import static io.logcast.producer.LogEventFixtures.postAside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class LogResourceTest extends LogsChannelTest {

    @Test
    void answers202OnlyAfterTheChannelConfirmed() {
        // Given
        confirms.hold();
        var answer = postAside(HELLO);
        await().atMost(PATIENCE).until(() -> confirms.waiting().size() == 1);
        assertThat(answer).isNotDone();
        // When
        confirms.confirmAll();
        // Then
        await().atMost(PATIENCE).until(answer::isDone);
        assertThat(answer.join().statusCode()).isEqualTo(202);
    }

    @Test
    void answersWithTheIdOfTheEventThatWasPublished() {
        // When
        var answer = post(HELLO);
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.jsonPath().getMap("$")).containsOnlyKeys("id");
        assertThat(answer.jsonPath().getString("id"))
                .isEqualTo(published().getString("id"))
                .isEqualTo(properties().getMessageId());
    }

    @Test
    void fillsInWhatTheClientLeftOut() {
        // Given
        var before = Instant.now();
        // When
        post(HELLO);
        // Then
        assertThat(published().getMap("$"))
                .containsOnlyKeys("id", "observed_timestamp", "severity", "source", "message");
        assertThat(published().getString("severity")).isEqualTo("INFO");
        assertThat(published().getString("source")).isEqualTo("unknown");
        assertThat(UUID.fromString(published().getString("id")).version()).isEqualTo(7);
        assertThat(Instant.parse(published().getString("observed_timestamp"))).isBetween(before, Instant.now());
    }

    @Test
    void givesEachEventAnIdOfItsOwn() {
        // When
        var first = post(HELLO).jsonPath().getString("id");
        var second = post(HELLO).jsonPath().getString("id");
        // Then
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void ignoresAnObservedTimestampOfTheClients() {
        // When
        post("{\"message\":\"late\",\"observed_timestamp\":\"2001-01-01T00:00:00Z\"}");
        // Then
        assertThat(Instant.parse(published().getString("observed_timestamp")))
                .isAfter(Instant.now().minus(1, ChronoUnit.HOURS));
    }

    @Test
    void keepsAllThatTheClientSent() {
        // When
        var answer = post(ALL_FIELDS);
        // Then
        var sent = JsonPath.from(ALL_FIELDS).<String, Object>getMap("$");
        assertThat(answer.jsonPath().getString("id")).isEqualTo(ID);
        assertThat(published().<String, Object>getMap("$"))
                .containsAllEntriesOf(sent)
                .containsKey("observed_timestamp")
                .hasSize(sent.size() + 1);
    }

    @Test
    void publishesOneJsonLine() {
        // When
        post("{\"message\":\"one\\nline\"}");
        // Then
        assertThat(body()).endsWith("}\n").containsOnlyOnce("\n");
    }

    @Test
    void publishesForTheBrokerToRoute() {
        // When
        post(ALL_FIELDS);
        // Then
        assertThat(properties().getRoutingKey()).isEqualTo("payments.api.error");
        assertThat(properties().getHeaders())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("severity", "error", "source", "payments.api", "events", 1, "tenant", "acme"));
    }

    @Test
    void publishesPersistentMessagesOfItsOwnType() {
        // When
        post(ALL_FIELDS);
        // Then
        assertThat(properties().getDeliveryMode()).isEqualTo(2);
        assertThat(properties().getMessageId()).isEqualTo(ID);
        assertThat(properties().getType()).isEqualTo("logcast.v1");
        assertThat(properties().getContentType()).isEqualTo("application/x-ndjson");
        assertThat(properties().getAppId()).isEqualTo("logcast");
        assertThat(properties().getTimestamp().toInstant())
                .isEqualTo(Instant.parse(published().getString("observed_timestamp")));
    }

    @Test
    void takesAnIdempotencyKeyThatIsAUuidAsTheId() {
        // When
        var answer = post(HELLO, Map.of("Idempotency-Key", ID));
        // Then
        assertThat(answer.jsonPath().getString("id")).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-4711", "1-1-1-1-1", "00000001-00001-001-0001-000000000001", "\"quoted\""})
    void makesAnIdOfAnyOtherIdempotencyKey(String key) {
        // When
        var id = post(HELLO, Map.of("Idempotency-Key", key)).jsonPath().getString("id");
        // Then
        assertThat(UUID.fromString(id).version()).isEqualTo(5);
    }

    @Test
    void givesTheSameKeyTheSameIdAndAnotherKeyAnother() {
        // When
        var first = post(HELLO, Map.of("Idempotency-Key", "1-1-1-1-1"));
        var repeat = post(HELLO, Map.of("Idempotency-Key", "1-1-1-1-1"));
        var other = post(HELLO, Map.of("Idempotency-Key", "01-1-1-1-1"));
        // Then
        assertThat(repeat.body().asString()).isEqualTo(first.body().asString());
        assertThat(other.body().asString()).isNotEqualTo(first.body().asString());
    }

    @Test
    void prefersTheIdInTheBodyToTheIdempotencyKey() {
        // When
        var answer = post(ALL_FIELDS, Map.of("Idempotency-Key", "order-4711"));
        // Then
        assertThat(answer.jsonPath().getString("id")).isEqualTo(ID);
    }

    @Test
    void answersManyConcurrentRequestsEachWithItsOwnId() {
        // Given
        var ids =
                Stream.generate(UUID::randomUUID).limit(200).map(UUID::toString).toList();
        // When
        var answers = ids.stream().map(id -> postAside(eventWithId(id))).toList();
        // Then
        await().atMost(PATIENCE).until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers).extracting(answer -> answer.join().statusCode()).containsOnly(202);
        assertThat(answers)
                .extracting(answer -> answer.join().jsonPath().getString("id"))
                .containsExactlyElementsOf(ids);
        assertThat(channels.<byte[]>sink("logs").received().stream()
                        .flatMap(message -> LogMessage.read(message.getPayload()).events().stream()))
                .extracting(event -> event.id().toString())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void staysOnTheEventLoop() {
        // When
        post(ALL_FIELDS);
        // Then
        assertThat(confirms.sentOnEventLoop()).isTrue();
    }

    private Message<byte[]> message() {
        var messages = channels.<byte[]>sink("logs").received();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private OutgoingRabbitMQMetadata properties() {
        return message().getMetadata(OutgoingRabbitMQMetadata.class).orElseThrow();
    }

    private String body() {
        return new String(message().getPayload(), StandardCharsets.UTF_8);
    }

    private JsonPath published() {
        return json(message());
    }

    private static JsonPath json(Message<byte[]> message) {
        return JsonPath.from(new String(message.getPayload(), StandardCharsets.UTF_8));
    }
}
