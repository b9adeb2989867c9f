package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.ackIds;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.consumer.subscriptions.SubscriptionClient.settle;
import static io.logcast.testing.LogEventFixtures.event;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.stream.SseClient;
import io.logcast.model.event.LogEvent;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages held for subscribers are bounded in bytes; with the largest possible events. */
@QuarkusTest
@TestProfile(LargeEventsIT.LittleRoom.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class LargeEventsIT extends BrokerTest {

    private static final String ONLY_SENT = "{\"binding\":{\"type\":\"none\"},\"ack_deadline_seconds\":600}";
    // Control characters grow sixfold in JSON.
    private static final String LARGEST = "\u0001".repeat(LogEvent.MAX_MESSAGE_BYTES);

    /** So that a few events fill the limit. */
    public static final class LittleRoom implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("logcast.subscriptions.max-held-size", "3M");
        }
    }

    @Test
    void aPullAnswersWithAFewMegabytesAndTheNextGoesOn() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        for (int i = 0; i < 30; i++) {
            send(broker, name, event(LARGEST));
        }
        // When
        var got = new ArrayList<String>();
        await().atMost(PATIENCE).until(() -> {
            var events = pull(name, "max=1000&wait=5");
            // Two megabytes, exceeded by at most one event.
            assertThat(events).hasSizeLessThanOrEqualTo(6);
            settle(name, "ack", ackIds(events));
            got.addAll(SubscriptionClient.ids(events));
            return got.size() >= 30;
        });
        // Then
        assertThat(got).doesNotHaveDuplicates();
    }

    @Test
    void aStreamThatIsNotAcknowledgedLeavesTheRestInTheQueue() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        var stream = SseClient.at(PATH + name + "/stream?ack=manual");
        await().atMost(PATIENCE).until(() -> get(PATH + name).jsonPath().getInt("consumers") == 1);
        // When
        for (int i = 0; i < 60; i++) {
            send(broker, name, event(LARGEST));
        }
        // Then
        await().during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .until(() -> get(PATH + name).jsonPath().getInt("ready_messages") >= 40);
        stream.close();
    }

    @Test
    void aStreamOfSmallMessagesGetsMoreOfThemAtATime() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        var stream = SseClient.at(PATH + name + "/stream?ack=manual");
        // When
        for (int i = 0; i < 80; i++) {
            send(broker, name, event("number " + i));
        }
        // Then
        await().atMost(PATIENCE).until(() -> stream.values("data").size() == 80);
        stream.close();
    }

    @Test
    void aPullIsRefusedWhileTooMuchIsHeld() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        for (int i = 0; i < 20; i++) {
            send(broker, name, event(LARGEST));
        }
        var held = new ArrayList<String>();
        await().atMost(PATIENCE).until(() -> {
            var answer = post(PATH + name + "/pull?max=1000&wait=1");
            if (answer.statusCode() == 429) {
                assertThat(answer.jsonPath().getString("detail")).contains("logcast.subscriptions.max-held-size");
                return true;
            }
            held.addAll(answer.jsonPath().getList("events.ack_id"));
            return false;
        });
        // When
        settle(name, "ack", held);
        // Then
        assertThat(pull(name, "wait=30")).isNotEmpty();
    }
}
