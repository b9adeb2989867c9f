package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.ackIds;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.ids;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.consumer.subscriptions.SubscriptionClient.settle;
import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.subscriptions.SubscriptionClient.Pulled;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pulling, acknowledging and giving back, on the real broker. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class PullIT extends BrokerTest {

    // The common pool may have only one thread.
    private static final Executor CLIENTS = task -> new Thread(task, "client").start();
    private static final String ONLY_SENT = "\"binding\":{\"type\":\"none\"}";

    @Test
    void whatIsAcknowledgedDoesNotComeAgain() throws Exception {
        // Given
        var name = created("{%s,\"ack_deadline_seconds\":5}".formatted(ONLY_SENT));
        send(broker, name, event("first"));
        send(broker, name, event("second"));
        var events = pulled(name, 2);
        // When
        var answer = settle(name, "ack", ackIds(events.subList(0, 1)));
        // Then
        assertThat(answer.jsonPath().getInt("settled")).isEqualTo(1);
        var again = pull(name, "wait=30");
        assertThat(ids(again)).isEqualTo(ids(events.subList(1, 2)));
        assertThat(again.get(0).redelivered()).isTrue();
        settle(name, "ack", ackIds(again));
        assertThat(pull(name, "wait=3")).isEmpty();
    }

    @Test
    void aChangedDeadlineIsThatOfTheNextPull() throws Exception {
        // Given
        var name = created("{%s,\"ack_deadline_seconds\":600}".formatted(ONLY_SENT));
        send(broker, name, event("first"));
        settle(name, "ack", ackIds(pulled(name, 1)));
        // When
        assertThat(put(name, "{%s,\"ack_deadline_seconds\":2}".formatted(ONLY_SENT))
                        .statusCode())
                .isEqualTo(200);
        send(broker, name, event("second"));
        var events = pulled(name, 1);
        // Then: it is delivered again soon
        assertThat(ids(pull(name, "wait=30"))).isEqualTo(ids(events));
    }

    @Test
    void whatOnlyALaterReleaseKnowsStaysInTheQueue() throws Exception {
        // Given
        var name = created("{%s,\"ack_deadline_seconds\":5}".formatted(ONLY_SENT));
        var properties = new BasicProperties.Builder()
                .type("logcast.v2")
                .messageId("later")
                .deliveryMode(2)
                .build();
        broker.channel().basicPublish("", name, properties, "not for us".getBytes(StandardCharsets.UTF_8));
        send(broker, name, event("for us"));
        // When
        var events = pulled(name, 1);
        // Then
        assertThat(events).extracting(Pulled::message).containsExactly("for us");
        settle(name, "ack", ackIds(events));
        var waiting = await().atMost(PATIENCE).until(() -> broker.channel().basicGet(name, true), Objects::nonNull);
        assertThat(waiting.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("not for us");
        assertThat(waiting.getProps().getType()).isEqualTo("logcast.v2");
        assertThat(waiting.getProps().getMessageId()).isEqualTo("later");
        assertThat(waiting.getEnvelope().isRedeliver())
                .as("a new message, with deliveries of its own")
                .isFalse();
    }

    @Test
    void foreignHeadersMayBeVoid() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        var headers = new HashMap<String, Object>();
        headers.put("x-logcast-origin-routing-key", null);
        var properties = new BasicProperties.Builder().headers(headers).build();
        // When
        broker.channel().basicPublish("", name, properties, "foreign".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(pull(name, "wait=30")).extracting(Pulled::message).containsExactly("foreign");
    }

    @Test
    void anAckIdMustBeThere() {
        var name = created("{%s}".formatted(ONLY_SENT));
        var answer = given().contentType(ContentType.JSON)
                .body("{\"requeue\":[null]}")
                .post(PATH + name + "/ack");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body().asString()).contains("requeue", "null");
    }

    @Test
    void theEventsOfOneMessageAreSettledOneByOne() throws Exception {
        // Given
        var name = created("{%s,\"ack_deadline_seconds\":5}".formatted(ONLY_SENT));
        var events = IntStream.range(0, 10).mapToObj(i -> event("number " + i)).toArray(LogEvent[]::new);
        send(broker, name, events);
        // When
        var first = pull(name, "max=4&wait=30");
        var second = pull(name, "max=4");
        settle(name, "ack", ackIds(first));
        settle(name, "ack", ackIds(second).subList(1, 4));
        // Then
        assertThat(first).extracting(Pulled::message).containsExactly("number 0", "number 1", "number 2", "number 3");
        var rest = pull(name, "wait=30");
        assertThat(rest).extracting(Pulled::message).containsExactly("number 8", "number 9");
        settle(name, "ack", ackIds(rest));
        var expired = pull(name, "wait=30");
        assertThat(expired).extracting(Pulled::message).containsExactly("number 4");
        settle(name, "ack", ackIds(expired));
        assertThat(pull(name, "wait=3")).isEmpty();
        assertThat(get(PATH + name).jsonPath().getInt("ready_messages")).isZero();
    }

    @Test
    void whatIsPulledWithAutoIsAcknowledged() throws Exception {
        // Given
        var name = created("{%s,\"ack_deadline_seconds\":1}".formatted(ONLY_SENT));
        send(broker, name, event(), event());
        // When
        var answer = given().contentType(ContentType.JSON).post(PATH + name + "/pull?wait=30&ack=auto");
        // Then
        assertThat(answer.jsonPath().getList("events")).hasSize(2);
        assertThat(answer.body().asString()).doesNotContain("ack_id");
        assertThat(pull(name, "wait=3")).isEmpty();
    }

    @Test
    void whatIsGivenBackComesAgainAtOnce() throws Exception {
        // Given
        var name = created("{%s,\"ack_deadline_seconds\":600}".formatted(ONLY_SENT));
        send(broker, name, event("one"), event("two"));
        var events = pulled(name, 2);
        // When
        settle(name, "requeue", ackIds(events).subList(1, 2));
        // Then
        assertThat(ids(pulled(name, 1))).isEqualTo(ids(events).subList(1, 2));
    }

    @Test
    void whatIsRejectedIsADeadLetterAlone() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        send(broker, name, event("good"), event("poison"));
        var events = pulled(name, 2);
        // When
        settle(name, "reject", ackIds(events).subList(1, 2));
        settle(name, "ack", ackIds(events).subList(0, 1));
        // Then
        await().atMost(PATIENCE).until(() -> deadLetters(name).size() == 1);
        assertThat(deadLetters(name).get(0))
                .containsEntry("kind", "rejected")
                .containsEntry("reason", "its subscriber says so");
        assertThat(pull(name, "wait=1")).isEmpty();
    }

    @Test
    void aLineThatIsNoEventIsADeadLetterAndItsNeighbourIsPulled() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        var properties = new BasicProperties.Builder().type(LogMessage.TYPE).build();
        var good = event("good");
        var body = "no event\n" + json(good) + "\n";
        // When
        broker.channel().basicPublish("", name, properties, body.getBytes(StandardCharsets.UTF_8));
        // Then
        var events = pulled(name, 1);
        assertThat(ids(events)).containsExactly(good.id().toString());
        settle(name, "ack", ackIds(events));
        await().atMost(PATIENCE).until(() -> deadLetters(name).size() == 1);
        assertThat(deadLetters(name).get(0).get("reason")).asString().startsWith("line 1: ");
        assertThat(deadLetters(name).get(0)).containsEntry("kind", "unreadable");
    }

    @Test
    void bytesThatAreNoTextAreUnreadableAsInTheArchive() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        // When
        broker.channel().basicPublish("", name, null, new byte[] {(byte) 0xFF, (byte) 0xFE});
        // Then
        await().atMost(PATIENCE).until(() -> {
            pull(name, "wait=1");
            return deadLetters(name).size() == 1;
        });
        assertThat(deadLetters(name).get(0)).containsEntry("kind", "unreadable");
    }

    @Test
    void aLongPollIsAnsweredWhenAnEventArrives() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        var answer = CompletableFuture.supplyAsync(() -> pull(name, "wait=30"), CLIENTS);
        await().atMost(PATIENCE).until(() -> get(PATH + name).jsonPath().getInt("consumers") == 1);
        var event = event();
        // When
        send(broker, name, event);
        // Then
        assertThat(answer).succeedsWithin(PATIENCE);
        assertThat(ids(answer.join())).containsExactly(event.id().toString());
    }

    @Test
    void aLongPollDoesNotWaitForMoreThanThereIs() throws Exception {
        // Given: as many messages as a consumer asks for at a time
        var name = created("{%s}".formatted(ONLY_SENT));
        for (int i = 0; i < 16; i++) {
            send(broker, name, event("number " + i));
        }
        await().atMost(PATIENCE).until(() -> get(PATH + name).jsonPath().getInt("ready_messages") == 16);
        // When
        var answer = CompletableFuture.supplyAsync(() -> pull(name, "wait=30"), CLIENTS);
        // Then: long before that
        assertThat(answer).succeedsWithin(Duration.ofSeconds(20));
        assertThat(answer.join()).isNotEmpty();
    }

    @Test
    void pullersThatWaitShareTheEvents() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        var pulls = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> pull(name, "max=1&wait=30"), CLIENTS))
                .toList();
        await().atMost(PATIENCE).until(() -> get(PATH + name).jsonPath().getInt("consumers") == 4);
        // When
        var sent = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            var event = event();
            sent.add(event.id().toString());
            send(broker, name, event);
        }
        // Then
        var got = new ArrayList<String>();
        for (var pull : pulls) {
            assertThat(pull).succeedsWithin(PATIENCE);
            assertThat(pull.join()).hasSize(1);
            got.addAll(ids(pull.join()));
        }
        assertThat(got).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void whatIsSettledTwiceOrUnknownIsNamed() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        send(broker, name, event());
        var ackId = ackIds(pulled(name, 1)).get(0);
        settle(name, "ack", List.of(ackId));
        var ofReplicaThatIsGone = UUID.randomUUID() + ".1.0";
        // When
        var answer = settle(name, "ack", List.of(ackId, ofReplicaThatIsGone, "logs.archive.1.0"));
        // Then
        assertThat(answer.jsonPath().getInt("settled")).isZero();
        assertThat(answer.jsonPath().<String>getList("expired"))
                .containsExactlyInAnyOrder(ackId, ofReplicaThatIsGone, "logs.archive.1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'ack':'ONE_ID'} | 422 | ack: must be a list",
                "{'ack':true} | 422 | ack: must be a list",
                "{'ack':[1]} | 422 | ack[0]: must be text",
                "{'ack':['x'],'reason':{}} | 422 | reason: must be text",
                "{'acks':['x']} | 422 | acks: unknown field",
                "[] | 422 | body: must be an object",
                "{bad | 400 | The body is not JSON: line 1",
                "null | 400 | The body must be a JSON object"
            })
    void saysWhatIsWrongWithAnAck(String body, int status, String detail) {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        // When
        var answer = given().contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post(PATH + name + "/ack");
        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).startsWith(detail);
    }

    @Test
    void tellsWhatIsWrongWithARequest() {
        // Given
        var name = created("{}");
        // Then
        assertThat(pullStatus(name, "max=0")).isEqualTo(400);
        assertThat(pullStatus(name, "wait=31")).isEqualTo(400);
        assertThat(pullStatus(name, "ack=maybe")).isEqualTo(400);
        assertThat(pullStatus("no-such", "wait=0")).isEqualTo(404);
        assertThat(settle("no-such", "ack", List.of("a")).statusCode()).isEqualTo(404);
        assertThat(settle(name, "ack", List.of()).statusCode()).isEqualTo(422);
    }

    private static int pullStatus(String name, String query) {
        return given().contentType(ContentType.JSON)
                .post(PATH + name + "/pull?" + query)
                .statusCode();
    }

    /** Pulls until that many events are there. */
    private static List<Pulled> pulled(String name, int count) {
        var events = new ArrayList<Pulled>();
        await().atMost(PATIENCE).until(() -> {
            events.addAll(pull(name, "wait=5"));
            return events.size() >= count;
        });
        assertThat(new HashSet<>(ids(events))).hasSize(count);
        return events;
    }

    private static List<Map<String, Object>> deadLetters(String queue) {
        return Stream.of(get("/api/v1/dead-letters"))
                .flatMap(answer -> answer.jsonPath().<Map<String, Object>>getList("dead_letters").stream())
                .filter(letter -> queue.equals(letter.get("queue")))
                .toList();
    }
}
