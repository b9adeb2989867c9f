package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.ID;
import static io.logcast.producer.LogEventFixtures.PATH;
import static io.logcast.producer.LogEventFixtures.request;
import static io.logcast.producer.LogEventFixtures.upload;
import static io.logcast.producer.LogEventFixtures.uploadAside;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class UploadTest extends LogsChannelTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String TEXT = "text/plain";

    @Test
    void acceptsEachLineAsAnEvent() {
        // When
        var answer = upload(NDJSON, "{\"message\":\"one\",\"id\":\"%s\"}\n\n{\"message\":\"two\"}".formatted(ID));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var json = answer.jsonPath();
        assertThat(json.getMap("$"))
                .containsOnlyKeys("lines", "accepted", "not_accepted", "settled_to", "ids", "errors");
        assertThat(json.getLong("lines")).isEqualTo(3);
        assertThat(json.getLong("accepted")).isEqualTo(2);
        assertThat(json.getLong("settled_to")).isEqualTo(3);
        assertThat(json.getList("errors")).isEmpty();
        assertThat(events()).extracting(LogEvent::message).containsExactly("one", "two");
        assertThat(json.getList("ids", String.class))
                .containsExactly(ID, null, events().get(1).id().toString());
    }

    @Test
    void takesLinesOfTextAsTheyAre() {
        // When
        var answer = upload(TEXT, "Grüße\r\n{\"message\":\"no JSON\"}\n  indented\n");
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(events())
                .extracting(LogEvent::message)
                .containsExactly("Grüße", "{\"message\":\"no JSON\"}", "  indented");
        assertThat(events()).extracting(LogEvent::source).containsOnly("unknown");
    }

    @Test
    void skipsLinesOfBlanksAndAByteOrderMark() {
        // When
        var json = upload(NDJSON, "\uFEFF{\"message\":\"one\"}\n   \n\t\r\n{\"message\":\"two\"}\n");
        var text = upload(TEXT, "\uFEFFthree\n   \n\t\n four\n");
        // Then
        assertThat(json.statusCode()).isEqualTo(202);
        assertThat(text.statusCode()).isEqualTo(202);
        assertThat(events()).extracting(LogEvent::message).containsExactly("one", "two", "three", " four");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "UTF-8", "\"utf-8\"", "ascii", "US-ASCII"})
    void takesUtf8UnderAnyOfItsNames(String charset) {
        assertThat(upload(TEXT + ";charset=" + charset, "text").statusCode()).isEqualTo(202);
    }

    @Test
    void costsAnEventWhoseJsonIsTooLargeItsLineAlone() {
        // When
        var answer = upload(
                NDJSON,
                "{\"message\":\"a\"}\n{\"message\":\"" + "\\u0001".repeat(65_536) + "\"}\n" + "{\"message\":\"b\"}\n");
        var text = upload(TEXT, "c\n" + "\u0001".repeat(65_536));
        // Then
        assertThat(answer.jsonPath().getList("errors.line")).containsExactly(2);
        assertThat(answer.jsonPath().getList("errors.status")).containsExactly(422);
        assertThat(text.jsonPath().getList("errors.field")).containsExactly("message");
        assertThat(events()).extracting(LogEvent::message).containsExactly("a", "b", "c");
    }

    @Test
    void answers207WithTheLinesThatWereNotAccepted() {
        // When
        var answer = upload(
                NDJSON,
                String.join(
                        "\n",
                        "{\"message\":\"good\"}",
                        "{\"message\":\"cut",
                        "{\"message\":\"a\",\"attributes\":{\"user\":\"\\u0000\"}}",
                        "{\"message\":\"" + "x".repeat(1024 * 1024) + "\"}",
                        "{\"message\":\"good too\"}"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        var json = answer.jsonPath();
        assertThat(json.getLong("accepted")).isEqualTo(2);
        assertThat(json.getLong("not_accepted")).isEqualTo(3);
        assertThat(json.getLong("settled_to")).isEqualTo(5);
        assertThat(json.getList("errors.line")).containsExactly(2, 3, 4);
        assertThat(json.getList("errors.outcome")).containsOnly("invalid");
        assertThat(json.getList("errors.status")).containsExactly(400, 422, 413);
        assertThat(json.getString("errors[1].field")).isEqualTo("attributes.user");
        assertThat(json.getList("ids")).hasSize(5).element(1).isNull();
        assertThat(events()).extracting(LogEvent::message).containsExactly("good", "good too");
    }

    @Test
    void costsInvalidTextItsLineAlone() {
        // When
        var answer = request(TEXT)
                .body(new byte[] {'a', '\n', (byte) 0xC3, 0x28, '\n', 0, '\n', 'b'})
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.jsonPath().getList("errors.line")).containsExactly(2, 3);
        assertThat(answer.jsonPath().getList("errors.field")).containsOnly("message");
        assertThat(events()).extracting(LogEvent::message).containsExactly("a", "b");
    }

    @Test
    void gathersEventsOfOneRouteInTheirOrder() {
        // Given
        var lines = IntStream.range(0, 1_200)
                .mapToObj(i -> "{\"message\":\"%d\",\"source\":\"s%d\",\"attributes\":{\"tenant\":\"t%d\",\"n\":%d}}"
                        .formatted(i, i % 2, i % 3, i))
                .collect(joining("\n"));
        // When
        var answer = upload(NDJSON, lines);
        // Then
        assertThat(answer.jsonPath().getLong("accepted")).isEqualTo(1_200);
        assertThat(messages()).hasSize(6);
        for (var message : messages()) {
            var properties = message.getMetadata(OutgoingRabbitMQMetadata.class).orElseThrow();
            var events = LogMessage.read(message.getPayload()).events();
            assertThat(events)
                    .hasSize(200)
                    .extracting(event -> Integer.parseInt(event.message()))
                    .isSorted();
            assertThat(events).extracting(LogEvent::routingKey).containsOnly(properties.getRoutingKey());
            assertThat(events)
                    .extracting(event -> event.attributes().get("tenant"))
                    .containsOnly(properties.getHeaders().get("tenant"));
            assertThat(properties.getHeaders()).containsEntry("events", 200);
            assertThat(properties.getMessageId()).isEqualTo(events.get(0).id().toString());
        }
    }

    @Test
    void limitsTheEventsAndTheBytesOfAMessage() {
        // When
        upload(TEXT, "short\n".repeat(1_100));
        upload(TEXT, ("x".repeat(60_000) + "\n").repeat(5));
        // Then
        assertThat(messages())
                .extracting(message ->
                        LogMessage.read(message.getPayload()).events().size())
                .containsExactly(500, 500, 100, 2, 2, 1);
        assertThat(messages()).allMatch(message -> message.getPayload().length <= 128 * 1024 - 8);
    }

    @Test
    void givesTheSameBodyTheSameIdsUnderOneIdempotencyKey() {
        // When
        var first = postWithKey("one\ntwo", "batch 1");
        var again = postWithKey("one\ntwo", "batch 1");
        var other = postWithKey("one\ntwo", "batch 2");
        // Then
        assertThat(first).hasSize(2).doesNotHaveDuplicates().isEqualTo(again).doesNotContainAnyElementsOf(other);
    }

    @Test
    void namesTheKeysOfEachSourceApart() {
        // When
        var answer = request(NDJSON)
                .header("Idempotency-Key", "review-1")
                .body("{\"message\":\"a\",\"source\":\"one\"}".getBytes(StandardCharsets.UTF_8))
                .post(PATH);
        var other = request(NDJSON)
                .header("Idempotency-Key", "review-1")
                .body("{\"message\":\"b\",\"source\":\"two\"}".getBytes(StandardCharsets.UTF_8))
                .post(PATH);
        // Then
        assertThat(answer.jsonPath().getList("ids"))
                .doesNotContainAnyElementsOf(other.jsonPath().getList("ids"));
    }

    @Test
    void acceptsNothingOfAnEmptyBody() {
        // When
        var answer = upload(NDJSON, "");
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.jsonPath().getLong("lines")).isZero();
    }

    @Test
    void listsAThousandLinesThatWereNotAcceptedAndCountsTheOthers() {
        // When
        var answer =
                upload(NDJSON, "{\"message\":\"first\"}\n" + "broken\n".repeat(5_000) + "{\"message\":\"last\"}\n");
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        var json = answer.jsonPath();
        assertThat(json.getList("errors")).hasSize(1_000);
        assertThat(json.getLong("not_accepted")).isEqualTo(5_000);
        assertThat(json.getLong("settled_to")).isEqualTo(5_002);
        assertThat(json.getLong("accepted")).isEqualTo(2);
    }

    @Test
    void stopsAfterAThousandLinesOfWhichNoneWasAccepted() {
        // When
        var answer = upload(NDJSON, "broken\n".repeat(500_000));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        var json = answer.jsonPath();
        assertThat(json.getList("errors")).hasSize(1_000);
        assertThat(json.getLong("settled_to")).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broken|400",
                "{\"message\":\"\\u0000\"}+broken|422",
                "+broken+{\"message\":\"\\u0000\"}|400",
            })
    void answersWithTheFirstErrorsStatusWhenNothingWasAccepted(String lines, int status) {
        // When
        var answer = upload(NDJSON, lines.replace('+', '\n'));
        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isNull();
        var json = answer.jsonPath();
        assertThat(json.getInt("status")).isEqualTo(status);
        assertThat(json.getString("detail")).startsWith("Nothing was accepted. Line ");
        assertThat(json.getLong("accepted")).isZero();
        assertThat(json.getInt("errors[0].status")).isEqualTo(status);
        assertThat(json.getString("errors[0].outcome")).isEqualTo("invalid");
    }

    @Test
    void answers503WhenNothingWasAcceptedAndSomeMayBeSentAgain() {
        // Given
        confirms.hold();
        var answer = uploadAside(NDJSON, "broken\n{\"message\":\"good\"}");
        await().atMost(PATIENCE).until(() -> confirms.waiting().size() == 1);
        // When
        confirms.refuseAll(new IllegalStateException("queue full"));
        // Then
        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(answer.join().header("Retry-After")).isEqualTo("1");
        assertThat(answer.join().jsonPath().getList("errors.status")).containsExactly(400, 503);
        assertThat(answer.join().jsonPath().getList("errors.outcome")).containsExactly("invalid", "retry");
    }

    @Test
    void namesTheIdsOfTenThousandLines() {
        // When
        var answer = upload(TEXT, "line\n".repeat(10_001));
        // Then
        assertThat(answer.jsonPath().getLong("accepted")).isEqualTo(10_001);
        assertThat(answer.jsonPath().getList("ids"))
                .hasSize(10_000)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void listsTheLinesOfAMessageThatTheBrokerRefused() {
        // Given
        confirms.hold();
        var answer = uploadAside(
                NDJSON,
                "{\"message\":\"1\",\"source\":\"a\"}\n{\"message\":\"2\",\"source\":\"b\"}\n{\"message\":\"3\",\"source\":\"a\"}");
        await().atMost(PATIENCE).until(() -> confirms.waiting().size() == 2);
        // When
        confirms.settle(message -> isOfSource(message, "b") ? null : new IllegalStateException("queue full"));
        // Then
        assertThat(answer.join().statusCode()).isEqualTo(207);
        var json = answer.join().jsonPath();
        assertThat(json.getLong("accepted")).isEqualTo(1);
        assertThat(json.getList("errors.line")).containsExactly(1, 3);
        assertThat(json.getList("errors.outcome")).containsOnly("retry");
        assertThat(json.getList("errors.status")).containsOnly(503);
        assertThat(json.getList("ids.findAll { it != null }")).hasSize(1);
    }

    @Test
    void answers503WhenTheBrokerTakesNothing() {
        // Given
        confirms.hold();
        var answer = uploadAside(TEXT, "one\ntwo");
        await().atMost(PATIENCE).until(() -> confirms.waiting().size() == 1);
        // When
        confirms.refuseAll(new IllegalStateException("queue full"));
        // Then
        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(answer.join().contentType()).startsWith("application/problem+json");
        assertThat(answer.join().header("Retry-After")).isEqualTo("1");
        assertThat(answer.join().jsonPath().getList("errors.line")).containsExactly(1, 2);
    }

    @Test
    void takesNoMoreThanTheBrokerConfirms() throws Exception {
        // Given
        confirms.hold();
        var answer = uploadAside(TEXT, ("x".repeat(999) + "\n").repeat(20_000));
        // When
        await().atMost(PATIENCE).until(() -> !confirms.waiting().isEmpty());
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> inFlightBytes() < 2 * 1024 * 1024);
        // Then
        assertThat(answer).isNotDone();
        confirms.letGo();
        assertThat(answer.join().jsonPath().getLong("accepted")).isEqualTo(20_000);
    }

    private long inFlightBytes() {
        return confirms.waiting().stream()
                .mapToLong(message -> ((byte[]) message.getPayload()).length)
                .sum();
    }

    private static boolean isOfSource(Message<?> message, String source) {
        var headers = message.getMetadata(OutgoingRabbitMQMetadata.class)
                .orElseThrow()
                .getHeaders();
        return source.equals(headers.get("source"));
    }

    private static List<String> postWithKey(String text, String key) {
        return request(TEXT)
                .headers(Map.of("Idempotency-Key", key))
                .body(text)
                .post(PATH)
                .jsonPath()
                .getList("ids", String.class);
    }

    private List<? extends Message<byte[]>> messages() {
        return channels.<byte[]>sink("logs").received();
    }

    private List<LogEvent> events() {
        return messages().stream()
                .flatMap(message -> LogMessage.read(message.getPayload()).events().stream())
                .toList();
    }
}
