package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.ackIds;
import static io.logcast.consumer.subscriptions.SubscriptionClient.broadcast;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.newName;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.consumer.subscriptions.SubscriptionClient.settle;
import static io.logcast.testing.LogEventFixtures.event;
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
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A message is held only for a time, and the events that go back keep their age; on the real broker. */
@QuarkusTest
@TestProfile(HoldIT.ShortHold.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
public class HoldIT extends BrokerTest {

    private static final String ONLY_SENT = "\"binding\":{\"type\":\"none\"}";

    /** As with a broker that has a short consumer timeout. */
    public static final class ShortHold implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("logcast.subscriptions.hold-time", "12s", "logcast.subscriptions.ack-deadline", "6s");
        }
    }

    @Test
    void aMessageThatTakesLongerThanItsHoldIsWorkedOffInParts() throws Exception {
        // Given
        var name = created("{%s,\"ack_deadline_seconds\":6}".formatted(ONLY_SENT));
        var jobs = IntStream.range(0, 28).mapToObj(i -> event("job " + i)).toArray(LogEvent[]::new);
        send(broker, name, jobs);
        // When: one job after the other, each acknowledged in time
        var done = new ArrayList<String>();
        var redelivered = new ArrayList<Boolean>();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    for (var job : pull(name, "max=1&wait=5")) {
                        assertThat(settle(name, "ack", List.of(job.ackId()))
                                        .jsonPath()
                                        .getInt("settled"))
                                .isEqualTo(1);
                        done.add(job.message());
                        redelivered.add(job.redelivered());
                    }
                    return done.size() >= jobs.length;
                });
        // Then
        assertThat(done).doesNotHaveDuplicates().hasSize(jobs.length);
        assertThat(redelivered).contains(true).startsWith(false);
        assertThat(pull(name, "wait=3")).isEmpty();
    }

    @Test
    void aPartThatNobodyAcknowledgesExpires() throws Exception {
        // Given
        var name = created("{%s,\"ttl_seconds\":20}".formatted(ONLY_SENT));
        send(broker, name, event("taken"), event("left"));
        settle(name, "ack", ackIds(pull(name, "max=1&wait=15")));
        // Then: however often it is pulled
        await().atMost(PATIENCE).until(() -> {
            settle(name, "requeue", ackIds(pull(name, "wait=1")));
            return dropped(name).equals(Map.of("expired", 1));
        });
        assertThat(pull(name, "wait=3")).isEmpty();
    }

    @Test
    void aPartThatCameTooOftenIsDropped() throws Exception {
        // Given
        var name = created("{%s}".formatted(ONLY_SENT));
        var message = new LogMessage(List.of(event("good"), event("poison")), Map.of("x-logcast-deliveries", 999));
        broker.channel()
                .basicPublish(
                        "",
                        name,
                        new BasicProperties.Builder()
                                .type(LogMessage.TYPE)
                                .headers(message.headers())
                                .build(),
                        message.body());
        var events = pull(name, "wait=30");
        // When
        settle(name, "requeue", ackIds(events).subList(1, 2));
        settle(name, "ack", ackIds(events).subList(0, 1));
        // Then
        await().atMost(PATIENCE).until(() -> dropped(name).equals(Map.of("delivery_limit", 1)));
        assertThat(pull(name, "wait=3")).isEmpty();
    }

    @Test
    void aPartTellsWhereItCameFromAndHowOftenItCame() throws Exception {
        // Given
        var name = created("{}");
        broadcast(broker, event("good"), event("poison"));
        var events = pull(name, "wait=30");
        settle(name, "requeue", ackIds(events).subList(1, 2));
        settle(name, "ack", ackIds(events).subList(0, 1));
        var again = pull(name, "wait=30");
        assertThat(again).extracting(Pulled::redelivered).containsExactly(true);
        // When
        settle(name, "reject", ackIds(again));
        // Then
        await().atMost(PATIENCE).until(() -> letters(name).size() == 1);
        assertThat(letters(name).get(0))
                .containsEntry("attempts", 2)
                .containsEntry("exchange", "logs")
                .containsEntry("routing_key", "unknown.info");
    }

    @Test
    void anAckDeadlineMustFitIntoTheHold() {
        var answer = put(newName(), "{\"ack_deadline_seconds\":7}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("detail")).contains("at most 6", "logcast.subscriptions.hold-time");
    }

    private static Map<String, Integer> dropped(String name) {
        return get(PATH + name).jsonPath().getMap("dropped");
    }

    private static List<Map<String, Object>> letters(String queue) {
        return given().queryParam("queue", queue)
                .get("/api/v1/dead-letters")
                .jsonPath()
                .getList("dead_letters");
    }
}
