package io.logcast.consumer.deadletters;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;
import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.logcast.consumer.BrokerTest;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.DeadLetterHeaders;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters on the real broker: from any queue into the table, and back. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class ReplayIT extends BrokerTest {

    private static final String PATH = "/api/v1/dead-letters";
    // Later than PostgreSQL's latest timestamp, as AMQP allows.
    private static final Date SENT_AT = Date.from(Instant.ofEpochSecond(10_000_000_000_000L));

    @Inject
    LetterMetrics metrics;

    @Inject
    Retention retention;

    /** Each test has one of its own. */
    private String queue;

    @BeforeEach
    void newQueue() throws Exception {
        queue = "test-" + UUID.randomUUID();
        execute("truncate dead_letter");
    }

    @AfterEach
    void deleteQueue() throws Exception {
        broker.channel().queueDelete(queue);
    }

    @Test
    void sendsALetterToItsQueueAndToNoOther() throws Exception {
        // Given
        declare(queue);
        var everybody = broker.queueBoundTo("logs");
        var id = letter(queue, "a body");
        // When
        var answer = post(PATH + "/" + id + "/replay");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("replayed_at")).isNotNull();
        var message = broker.next(queue);
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8)).isEqualTo("a body");
        assertThat(message.getProps().getType()).isEqualTo("a.type");
        assertThat(message.getProps().getMessageId()).isEqualTo("the message's own");
        assertThat(message.getProps().getContentType()).isEqualTo("text/plain");
        assertThat(message.getProps().getContentEncoding()).isEqualTo("UTF-8");
        assertThat(message.getProps().getCorrelationId()).isEqualTo("4711");
        assertThat(message.getProps().getReplyTo()).isEqualTo("a reply queue");
        assertThat(message.getProps().getAppId()).isEqualTo("an application");
        assertThat(message.getProps().getTimestamp()).isEqualTo(SENT_AT);
        assertThat(message.getProps().getPriority()).isEqualTo(3);
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(texts(message))
                .containsEntry("tenant", "acme")
                .containsEntry("x-logcast-replay-of", Long.toString(id))
                .containsEntry("x-logcast-origin-exchange", "logs")
                .containsEntry("x-logcast-origin-routing-key", "a.info")
                .doesNotContainKey(DeadLetterHeaders.REASON);
        assertThat(broker.channel().basicGet(everybody, true)).isNull();
        assertThat(get(PATH).jsonPath().getList("dead_letters")).isEmpty();
        assertThat(get(PATH + "?replayed=true").jsonPath().getList("dead_letters.id", Long.class))
                .containsExactly(id);
        assertThat(post(PATH + "/" + id + "/replay").statusCode()).isEqualTo(409);
        assertThat(broker.channel().basicGet(queue, true)).isNull();
    }

    @Test
    void deletesWhatWasReplayedThirtyDaysAgo() throws Exception {
        // Given
        declare(queue);
        var open = letter(queue, "nobody dealt with it");
        var old = letter(queue, "replayed long ago");
        var recent = letter(queue, "replayed not so long ago");
        for (var id : List.of(old, recent)) {
            assertThat(post(PATH + "/" + id + "/replay").statusCode()).isEqualTo(200);
        }
        execute("update dead_letter set dead_lettered_at = now() - interval '90 days'");
        execute("update dead_letter set replayed_at = now() - interval '30 days 1 minute' where id = " + old);
        execute("update dead_letter set replayed_at = now() - interval '29 days 23 hours' where id = " + recent);
        // When
        retention.deleteReplayed();
        // Then
        assertThat(get(PATH + "/" + old).statusCode()).isEqualTo(404);
        assertThat(get(PATH + "/" + open).statusCode()).isEqualTo(200);
        assertThat(get(PATH + "/" + recent).statusCode()).isEqualTo(200);
    }

    @Test
    void keepsALetterWhoseQueueIsGone() throws Exception {
        // Given
        var id = letter(queue, "a body");
        // When
        var answer = post(PATH + "/" + id + "/replay");
        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("Dead letter %d was not replayed: the broker has no queue %s".formatted(id, queue));
        assertThat(get(PATH + "/" + id).jsonPath().getString("replayed_at")).isNull();
        declare(queue);
        assertThat(post(PATH + "/" + id + "/replay").statusCode()).isEqualTo(200);
    }

    @Test
    void keepsALetterThatTheBrokerRefuses() throws Exception {
        // Given
        declare(queue, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        var first = letter(queue, "first");
        var second = letter(queue, "second");
        assertThat(post(PATH + "/" + first + "/replay").statusCode()).isEqualTo(200);
        // When
        var answer = post(PATH + "/" + second + "/replay");
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(get(PATH).jsonPath().getList("dead_letters.id", Long.class)).containsExactly(second);
    }

    @Test
    void replaysAllThatMatchThoughTheQueuesOfOthersAreGone() throws Exception {
        // Given
        declare(queue);
        var gone = letters("gone", numbered("lost"));
        var unknown = letter("", "from nowhere");
        var bodies = numbered("body");
        letters(queue, bodies);
        // When
        var some = given().queryParam("queue", "gone").post(PATH + "/replay").jsonPath();
        var all = post(PATH + "/replay").jsonPath();
        // Then
        assertThat(some.getMap("$"))
                .containsEntry("replayed", 0)
                .containsEntry("failed", 45)
                .containsEntry("remaining", 0);
        assertThat(some.<String, String>getMap("reasons"))
                .hasSize(45)
                .containsEntry(gone.get(0).toString(), "the broker has no queue gone");
        assertThat(all.getMap("$"))
                .containsEntry("replayed", 45)
                .containsEntry("failed", 46)
                .containsEntry("remaining", 0);
        assertThat(all.<String, String>getMap("reasons"))
                .containsEntry(Long.toString(unknown), "it is not known which queue it came from");
        assertThat(bodies)
                .allSatisfy(body -> assertThat(new String(broker.next(queue).getBody(), StandardCharsets.UTF_8))
                        .isEqualTo(body));
        assertThat(get(PATH + "?limit=1000").jsonPath().getList("dead_letters")).hasSize(46);
    }

    @Test
    void makesANewLetterOfWhatFailsAgain() throws Exception {
        // Given
        broker.channel().basicPublish("logs", "a.info", ours(), "no event".getBytes(StandardCharsets.UTF_8));
        var first = onlyLetter();
        // When
        assertThat(post(PATH + "/" + first.getLong("id") + "/replay").statusCode())
                .isEqualTo(200);
        // Then
        var second = onlyLetter();
        assertThat(second.getLong("replay_of")).isEqualTo(first.getLong("id"));
        assertThat(List.of(first, second))
                .allSatisfy(letter -> assertThat(letter.<String, Object>getMap("$"))
                        .containsEntry("kind", "unreadable")
                        .containsEntry("exchange", "logs")
                        .containsEntry("routing_key", "a.info")
                        .containsEntry("queue", "logs.archive")
                        .containsEntry("body", "no event"));
    }

    @Test
    void archivesAReplayedEventOnceItsConflictIsResolved() throws Exception {
        // Given
        var event = event("the first");
        var conflict = json(event).replace("the first", "the second");
        publish(json(event));
        await().atMost(PATIENCE).until(() -> archived(event.id()).contains("the first"));
        publish(conflict);
        var letter = onlyLetter();
        assertThat(letter.getString("kind")).isEqualTo("id-conflict");
        execute("delete from log_event where id = '" + event.id() + "'");
        // When
        post(PATH + "/" + letter.getLong("id") + "/replay");
        // Then
        await().atMost(PATIENCE).until(() -> archived(event.id()).contains("the second"));
        assertThat(get(PATH).jsonPath().getList("dead_letters")).isEmpty();
    }

    @Test
    void archivesAConflictUnderANewIdBesideTheEventThatHasItsId() throws Exception {
        // Given
        var event = event("the first");
        publish(json(event));
        await().atMost(PATIENCE).until(() -> archived(event.id()).contains("the first"));
        publish(json(event).replace("the first", "the second"));
        var letter = onlyLetter();
        // When
        var replayed = post(PATH + "/" + letter.getLong("id") + "/replay?new_id=true");
        // Then
        assertThat(replayed.statusCode()).isEqualTo(200);
        var newId = UUID.fromString(replayed.jsonPath().getString("new_ids[0]"));
        await().atMost(PATIENCE).until(() -> archived(newId).contains("the second"));
        assertThat(archived(event.id())).contains("the first");
        assertThat(get(PATH).jsonPath().getList("dead_letters")).isEmpty();
    }

    @Test
    void aConflictThatIsReplayedTwiceHasTheSameNewIdAndIsArchivedOnce() throws Exception {
        // Given
        var event = event("the first");
        publish(json(event));
        await().atMost(PATIENCE).until(() -> archived(event.id()).contains("the first"));
        publish(json(event).replace("the first", "the second"));
        var replay = PATH + "/" + onlyLetter().getLong("id") + "/replay?new_id=true";
        var newId = UUID.fromString(post(replay).jsonPath().getString("new_ids[0]"));
        await().atMost(PATIENCE).until(() -> archived(newId).contains("the second"));
        // As if the confirm had been lost.
        execute("update dead_letter set replayed_at = null");
        // When
        var again = post(replay);
        // Then
        assertThat(again.jsonPath().getList("new_ids")).containsExactly(newId.toString());
    }

    @Test
    void archivesAForeignMessageThatIsReplayedAsItWasEncoded() throws Exception {
        // Given
        var messageId = UUID.randomUUID();
        publishForeignLetter(messageId, "gzip", gzip("Hello World!"));
        // When
        post(PATH + "/" + onlyLetter().getLong("id") + "/replay");
        // Then
        await().atMost(PATIENCE).until(() -> archived(messageId).contains("Hello World!"));
    }

    private void publishForeignLetter(UUID messageId, @Nullable String encoding, byte[] body) throws IOException {
        var properties = properties("logs.archive")
                .messageId(messageId.toString())
                .type(null)
                .contentEncoding(encoding)
                .build();
        broker.channel().basicPublish("logs.dlx", "logs.archive", properties, body);
    }

    @Test
    void givesANewIdToConflictsAlone() {
        var id = letter(queue, "a body");
        assertThat(post(PATH + "/" + id + "/replay?new_id=true").jsonPath().getString("detail"))
                .isEqualTo("new_id: is for dead letters of the kind id-conflict");
        assertThat(post(PATH + "/" + id + "/replay?new_id=1").statusCode()).isEqualTo(400);
        assertThat(post(PATH + "/0/replay?new_id=true").statusCode()).isEqualTo(404);
    }

    @Test
    void givesAForeignMessageThatIsReplayedItsFirstRoutingKey() throws Exception {
        // Given
        var messageId = UUID.randomUUID();
        publishForeignLetter(messageId, null, "Hello World!".getBytes(StandardCharsets.UTF_8));
        // When
        post(PATH + "/" + onlyLetter().getLong("id") + "/replay");
        // Then
        await().atMost(PATIENCE)
                .until(() -> archived(messageId).contains("\"messaging.rabbitmq.destination.routing_key\":\"a.info\""));
    }

    @Test
    void takesWhatTheBrokerDeadLettersFromAnyQueueThatIsBound() throws Exception {
        // Given
        declare(queue, Map.of("x-dead-letter-exchange", "logs.dlx", "x-dead-letter-routing-key", queue));
        broker.channel().queueBind("logs.archive.dead-letters", "logs.dlx", queue);
        broker.channel().queueBind(queue, "amq.topic", "some.key");
        broker.channel().basicPublish("amq.topic", "some.key", ours(), "a body".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).until(() -> broker.channel().messageCount(queue) == 1);
        // When
        var delivered = broker.channel().basicGet(queue, false);
        broker.channel().basicReject(delivered.getEnvelope().getDeliveryTag(), false);
        // Then
        var letter = onlyLetter();
        assertThat(letter.<String, Object>getMap("$"))
                .containsEntry("kind", "rejected")
                .containsEntry("exchange", "amq.topic")
                .containsEntry("routing_key", "some.key")
                .containsEntry("queue", queue);
        post(PATH + "/" + letter.getLong("id") + "/replay");
        assertThat(texts(broker.next(queue))).doesNotContainKey("x-death");
    }

    @Test
    void discardsOneOrAllThatMatch() {
        // Given
        var one = letter("a", "1");
        letter("b", "2");
        letter("b", "3");
        letter("c", "4");
        // Then
        assertThat(delete(PATH + "/" + one).statusCode()).isEqualTo(204);
        assertThat(delete(PATH + "/" + one).statusCode()).isEqualTo(404);
        assertThat(given().queryParam("queue", "b").delete(PATH).jsonPath().getLong("discarded"))
                .isEqualTo(2);
        assertThat(get(PATH).jsonPath().getList("dead_letters.queue")).containsExactly("c");
        assertThat(delete(PATH).jsonPath().getLong("discarded")).isEqualTo(1);
    }

    @Test
    void countsByKind() {
        // Given
        letters(queue, List.of("1", "2"));
        // When
        metrics.countOpen();
        // Then
        assertThat(get(PATH).jsonPath().getMap("counts")).isEqualTo(Map.of("other", 2));
        // A letter is counted as stored only after it can be read.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/q/metrics").asString())
                        .contains("logcast_dead_letters{kind=\"other\"} 2.0")
                        .contains("logcast_dead_letters_stored_total{kind=\"other\"}"));
    }

    private static List<String> numbered(String text) {
        return IntStream.range(0, 45).mapToObj(i -> text + " " + i).toList();
    }

    /** A letter in the table for a message that a consumer of that queue gave up. */
    private long letter(String from, String body) {
        return letters(from, List.of(body)).get(0);
    }

    private List<Long> letters(String from, List<String> bodies) {
        var known = ids();
        var properties = properties(from).build();
        bodies.forEach(body -> publishDead(body, properties));
        await().atMost(PATIENCE).until(() -> ids().size() == known.size() + bodies.size());
        return ids().stream().filter(id -> !known.contains(id)).toList();
    }

    private void publishDead(String body, BasicProperties properties) {
        try {
            broker.channel()
                    .basicPublish("logs.dlx", "logs.archive", properties, body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("not published", e);
        }
    }

    private static List<Long> ids() {
        return get(PATH + "?limit=1000").jsonPath().getList("dead_letters.id", Long.class);
    }

    private static JsonPath onlyLetter() {
        await().atMost(PATIENCE).until(() -> ids().size() == 1);
        return get(PATH + "/" + ids().get(0)).jsonPath();
    }

    private static BasicProperties.Builder properties(String from) {
        var headers = new HashMap<String, Object>(Map.of("tenant", "acme"));
        headers.put(DeadLetterHeaders.REASON, "why not");
        headers.put(DeadLetterHeaders.FAILURE, "a.Failure");
        headers.put(DeadLetterHeaders.EXCHANGE, "logs");
        headers.put(DeadLetterHeaders.ROUTING_KEY, "a.info");
        headers.put(DeadLetterHeaders.QUEUE, from);
        return new BasicProperties.Builder()
                .messageId("the message's own")
                .type("a.type")
                .contentType("text/plain")
                .contentEncoding("UTF-8")
                .correlationId("4711")
                .replyTo("a reply queue")
                .appId("an application")
                .timestamp(SENT_AT)
                .priority(3)
                .headers(headers);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static BasicProperties ours() {
        return new BasicProperties.Builder()
                .type(LogMessage.TYPE)
                .deliveryMode(2)
                .build();
    }

    private void publish(String line) throws IOException {
        broker.channel().basicPublish("logs", "a.info", ours(), line.getBytes(StandardCharsets.UTF_8));
    }

    private void declare(String name) throws IOException {
        declare(name, Map.of());
    }

    private void declare(String name, Map<String, Object> arguments) throws IOException {
        broker.channel().queueDeclare(name, true, false, false, arguments);
    }

    private static Map<String, String> texts(GetResponse message) {
        return message.getProps().getHeaders().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
    }

    private static String archived(UUID id) {
        return get("/api/v1/logs/" + id).body().asString();
    }
}
