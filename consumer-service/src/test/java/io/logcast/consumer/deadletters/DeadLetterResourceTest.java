package io.logcast.consumer.deadletters;

import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.Delivered;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.rabbitmq.DeadLetterHeaders;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class DeadLetterResourceTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PATH = "/api/v1/dead-letters";

    @Inject
    @Any
    InMemoryConnector channels;

    @BeforeEach
    void emptyTheTable() throws Exception {
        execute("truncate dead_letter");
    }

    @Test
    void showsWhatOurConnectorSays() {
        // Given
        var body = "no event \u0000 <b>Grüße</b>";
        // When
        stored(Delivered.deadLetter(
                body.getBytes(StandardCharsets.UTF_8),
                Map.of(
                        DeadLetterHeaders.REASON,
                        "line 1: no\u0000JSON",
                        DeadLetterHeaders.FAILURE,
                        "a.Failure",
                        DeadLetterHeaders.EXCHANGE,
                        "logs",
                        DeadLetterHeaders.ROUTING_KEY,
                        "a.info",
                        DeadLetterHeaders.QUEUE,
                        "logs.archive",
                        "x-delivery-count",
                        2L)));
        // Then
        var listed = get(PATH).jsonPath();
        assertThat(listed.<String>getList("dead_letters.body")).containsOnlyNulls();
        assertThat(listed.getList("dead_letters.body_bytes"))
                .containsExactly(body.getBytes(StandardCharsets.UTF_8).length);
        var letter = get(PATH + "/" + listed.getLong("dead_letters[0].id")).jsonPath();
        assertThat(letter.<String, Object>getMap("$"))
                .containsEntry("reason", "line 1: no?JSON")
                .containsEntry("exception", "a.Failure")
                .containsEntry("exchange", "logs")
                .containsEntry("routing_key", "a.info")
                .containsEntry("queue", "logs.archive")
                .containsEntry("message_id", "the message's own")
                .containsEntry("attempts", 3)
                .containsEntry("body", body)
                .containsKey("dead_lettered_at");
    }

    @Test
    void showsWhatTheBrokerSays() {
        // Given
        var body = new byte[] {(byte) 0xC3, 0x28};
        // When
        stored(Delivered.deadLetter(
                body,
                Map.of(
                        "x-death",
                        List.of(Map.of(
                                "reason", "delivery_limit",
                                "queue", "logs.archive",
                                "exchange", "logs",
                                "routing-keys", List.of("a.info"),
                                "count", 1L)))));
        // Then
        var id = get(PATH).jsonPath().getLong("dead_letters[0].id");
        assertThat(get(PATH + "/" + id).jsonPath().<String, Object>getMap("$"))
                .containsEntry("reason", "the broker gave it up: delivery_limit")
                .containsEntry("exchange", "logs")
                .containsEntry("routing_key", "a.info")
                .containsEntry("queue", "logs.archive")
                .containsEntry("body_base64", Base64.getEncoder().encodeToString(body))
                .doesNotContainKeys("body", "exception");
    }

    @Test
    void showsTheBeginningOfALargeBody() {
        // Given: a foreign message, with a character across the cut
        var body = ("a" + "ü".repeat(3 * 1024 * 1024 / 2)).getBytes(StandardCharsets.UTF_8);
        stored(Delivered.deadLetter(body, Map.of(DeadLetterHeaders.REASON, "r".repeat(100_000))));
        // When
        var listed = get(PATH).jsonPath();
        var letter = get(PATH + "/" + listed.getLong("dead_letters[0].id")).jsonPath();
        // Then
        assertThat(listed.getString("dead_letters[0].reason")).hasSize(1000);
        assertThat(letter.getString("reason")).hasSize(100_000);
        assertThat(letter.getInt("body_bytes")).isEqualTo(body.length);
        assertThat(letter.getBoolean("body_truncated")).isTrue();
        assertThat(letter.getString("body")).isEqualTo("a" + "ü".repeat(1024 * 1024 - 1));
    }

    @Test
    void storesWhatItCannotReadTheOriginOf() {
        // When
        stored(Delivered.deadLetter(new byte[0], Map.of()));
        // Then
        assertThat(get(PATH).jsonPath().getList("dead_letters.queue")).containsExactly("");
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        // Given
        for (int i = 0; i < 5; i++) {
            stored(Delivered.deadLetter(new byte[0], Map.of(DeadLetterHeaders.REASON, "number " + i)));
        }
        // When
        var first = given().queryParam("limit", 3).get(PATH).jsonPath();
        var second =
                given().queryParam("cursor", first.getString("next")).get(PATH).jsonPath();
        // Then
        assertThat(first.getList("dead_letters.reason")).containsExactly("number 4", "number 3", "number 2");
        assertThat(second.getList("dead_letters.reason")).containsExactly("number 1", "number 0");
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void keepsADeadLetterWhileTheDatabaseRefusesIt() throws Exception {
        // Given
        var delivered = Delivered.deadLetter(new byte[0], Map.of());
        execute("alter table dead_letter rename to dead_letter_elsewhere");
        channels.source("dead-letters").send(delivered.message());
        try {
            await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !delivered.isSettled());
        } finally {
            // When
            execute("alter table dead_letter_elsewhere rename to dead_letter");
        }
        // Then
        await().atMost(PATIENCE).until(delivered::isSettled);
        assertThat(delivered.acked()).isCompleted();
    }

    @Test
    void answers404And400() {
        assertThat(get(PATH + "/0").statusCode()).isEqualTo(404);
        assertThat(given().queryParam("limit", 0).get(PATH).jsonPath().getList("violations.field"))
                .containsExactly("limit");
        assertThat(given().queryParam("cursor", "x").get(PATH).jsonPath().getString("detail"))
                .isEqualTo("cursor: must be the value of next from an earlier page");
        assertThat(given().queryParam("replayed", "1").get(PATH).jsonPath().getList("violations.field"))
                .containsExactly("replayed");
        assertThat(post(PATH + "/0/replay").statusCode()).isEqualTo(404);
        assertThat(delete(PATH + "/0").statusCode()).isEqualTo(404);
    }

    @Test
    void doesNothingToAllForAParameterThatItDoesNotKnow() {
        // Given
        stored(Delivered.deadLetter(new byte[0], Map.of()));
        // Then
        for (var name : List.of("kinds", "limit")) {
            assertThat(given().queryParam(name, "other").delete(PATH).statusCode())
                    .isEqualTo(400);
            assertThat(given().queryParam(name, "other").post(PATH + "/replay").statusCode())
                    .isEqualTo(400);
        }
        assertThat(given().queryParam("kind", "bad").delete(PATH).jsonPath().getList("violations.field"))
                .containsExactly("kind");
        assertThat(given().queryParam("kind", "rejected")
                        .delete(PATH)
                        .jsonPath()
                        .getLong("discarded"))
                .isZero();
        assertThat(get(PATH).jsonPath().getList("dead_letters")).hasSize(1);
    }

    @Test
    void storesHeadersThatJsonDoesNotHave() {
        // When
        stored(Delivered.deadLetter(
                new byte[0],
                Map.of("nan", Double.NaN, "list", List.of(1), "bytes", new byte[] {1}, "nul", "a\u0000b", "n", 1)));
        // Then
        assertThat(get(PATH).jsonPath().getList("dead_letters")).hasSize(1);
    }

    private void stored(Delivered delivered) {
        channels.source("dead-letters").send(delivered.message());
        await().atMost(PATIENCE).until(delivered::isSettled);
        assertThat(delivered.acked()).isCompleted();
    }
}
