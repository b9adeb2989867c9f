package io.logcast.consumer.push;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.testing.LogEventFixtures.event;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.push.Receiver.Behaviour;
import io.logcast.consumer.stream.SseClient;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What must not hold up a push or take its events: a single message, late answers, other readers. */
@QuarkusTest
@TestProfile(PushTest.ShortDeadline.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class UndisturbedPushIT extends PushTest {

    private static final String PULLED = "{\"binding\":{\"type\":\"none\"}}";

    @Test
    void aMessageThatIsAlwaysAnswered500DoesNotHoldUpTheOthers() throws Exception {
        // Given
        var good = IntStream.range(0, 20).mapToObj(i -> "good " + i).toList();
        var name = pushed(
                "/stuck",
                (connection, request, number) -> (request.body().contains("bad")
                                ? Behaviour.status(500)
                                : Behaviour.ok())
                        .answer(connection, request, number));
        send(broker, name, event("bad"));
        await().atMost(GENEROUS).until(() -> !receiver.requests("/stuck").isEmpty());
        // When
        for (var message : good) {
            send(broker, name, event(message));
        }
        // Then
        await().atMost(GENEROUS).until(() -> receiver.messages("/stuck").containsAll(good));
        // When
        receiver.at("/stuck", Behaviour.ok());
        // Then: it still waits, and is taken
        var tried = timesSent("bad");
        await().atMost(GENEROUS).until(() -> timesSent("bad") > tried);
    }

    @Test
    void anAnswerToAnEarlierRequestDoesNotEndTheBackOff() throws Exception {
        // Given: the first request is answered well, but only after the second one has failed
        var failed = new CountDownLatch(1);
        var name = pushed("/late", (connection, request, number) -> {
            if (request.body().contains("early")) {
                awaitBriefly(failed);
            } else if (failed.getCount() > 0) {
                Behaviour.status(503, "Retry-After: 3\r\n").answer(connection, request, number);
                failed.countDown();
                return;
            }
            Behaviour.ok().answer(connection, request, number);
        });
        send(broker, name, event("early"));
        await().atMost(GENEROUS).until(() -> receiver.requests("/late").size() == 1);
        // When
        send(broker, name, event("fails once"));
        // Then
        await().atMost(GENEROUS).until(() -> Collections.frequency(receiver.messages("/late"), "fails once") == 2);
        // On a machine that stands still for long enough, the first request has failed too.
        assumeThat(Collections.frequency(receiver.messages("/late"), "early")).isOne();
        var times = receiver.requests("/late").stream()
                .filter(request -> request.messages().contains("fails once"))
                .map(Receiver.Request::at)
                .toList();
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void messagesThatAreRefusedDoNotHoldUpTheOthers() throws Exception {
        // Given: more than are sent at a time
        var bad = IntStream.range(0, 24).mapToObj(i -> "bad " + i).toList();
        var good = IntStream.range(0, 20).mapToObj(i -> "good " + i).toList();
        var name = pushed(
                "/refused",
                (connection, request, number) -> (request.body().contains("bad")
                                ? Behaviour.status(400)
                                : Behaviour.ok())
                        .answer(connection, request, number));
        // When
        for (var message : bad) {
            send(broker, name, event(message));
        }
        for (var message : good) {
            send(broker, name, event(message));
        }
        // Then
        await().atMost(GENEROUS).until(() -> receiver.messages("/refused").containsAll(good));
        // Each takes 15 s to its fifth attempt, the last one.
        var sent = receiver.messages("/refused");
        assertThat(bad.stream().filter(message -> Collections.frequency(sent, message) == 5))
                .hasSizeLessThan(bad.size() / 2);
    }

    @Test
    void theRetryAfterOfEachAnswerIsHeeded() throws Exception {
        // Given: two requests at the same time. The first fails, and then the second one's answer asks for a pause
        var both = new CountDownLatch(2);
        var failed = new CountDownLatch(1);
        var asked = new AtomicLong();
        var name = pushed("/asks", (connection, request, number) -> {
            both.countDown();
            if (number == 1) {
                awaitBriefly(both);
                Behaviour.status(503).answer(connection, request, number);
                failed.countDown();
            } else if (number == 2) {
                awaitBriefly(failed);
                asked.set(System.nanoTime());
                Behaviour.status(429, "Retry-After: 4\r\n").answer(connection, request, number);
            } else {
                Behaviour.ok().answer(connection, request, number);
            }
        });
        // When
        send(broker, name, event("one"));
        send(broker, name, event("two"));
        // Then
        await().atMost(GENEROUS).until(() -> receiver.requests("/asks").size() == 4);
        assertThat(Duration.ofNanos(receiver.requests("/asks").get(2).at() - asked.get()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void readersThatAreOpenEndWhenItIsPushed() throws Exception {
        // Given
        var name = created(PULLED);
        var stream = SseClient.at(PATH + name + "/stream");
        var pull = CompletableFuture.supplyAsync(() -> post(PATH + name + "/pull?wait=30"));
        await().atMost(GENEROUS).until(() -> consumers(name) == 2);
        // When
        var url = receiver.at("/added", Behaviour.ok());
        assertThat(put(name, definition(url, "")).statusCode()).isEqualTo(200);
        // Then: before the pull ends by itself
        await().atMost(Duration.ofSeconds(25)).until(() -> stream.hasEnded() && pull.isDone());
        stream.close();
        // When: nobody else consumes
        await().atMost(GENEROUS).until(() -> consumers(name) == 1);
        for (int i = 0; i < 5; i++) {
            send(broker, name, event("for the target"));
        }
        // Then
        await().atMost(GENEROUS).until(() -> receiver.messages("/added").size() == 5);
    }

    @Test
    void anAckIdThatIsGuessedIsExpired() throws Exception {
        // Given: a message that is held, since the target does not take it
        var name = pushed("/guessed", Behaviour.status(503));
        send(broker, name, event("held"));
        await().atMost(GENEROUS).until(() -> !receiver.requests("/guessed").isEmpty());
        // Given: an ack id of the same replica
        var other = created(PULLED);
        send(broker, other, event("pulled"));
        var known = post(PATH + other + "/pull?wait=30").jsonPath().getString("events[0].ack_id");
        var replica = known.substring(0, known.indexOf('.'));
        var last = Long.parseLong(known.split("\\.")[1]);
        // When
        var guessed = LongStream.rangeClosed(Math.max(1, last - 1000), last)
                .mapToObj(number -> replica + "." + number + ".0")
                .toList();
        var outcome = given().contentType(ContentType.JSON)
                .body(Map.of("ack", guessed))
                .post(PATH + name + "/ack")
                .jsonPath();
        // Then
        assertThat(outcome.getInt("settled")).isZero();
        assertThat(outcome.<List<String>>get("expired")).hasSameSizeAs(guessed);
        // When
        receiver.at("/guessed", Behaviour.ok());
        // Then
        await().atMost(GENEROUS)
                .until(() -> "delivered"
                        .equals(get(PATH + name + "/push").jsonPath().getString("last_attempts[0].outcome")));
    }

    private static int timesSent(String message) {
        return Collections.frequency(receiver.messages("/stuck"), message);
    }

    /** For less than a request may take; then a moment more, so that the sender has seen the failure. */
    private static void awaitBriefly(CountDownLatch failed) {
        try {
            if (failed.await(1, TimeUnit.SECONDS)) {
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
