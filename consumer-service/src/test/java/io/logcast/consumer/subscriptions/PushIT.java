package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.consumer.subscriptions.SubscriptionClient.settle;
import static io.logcast.testing.LogEventFixtures.event;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.stream.SseClient;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of subscriptions, on the real broker. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class PushIT extends BrokerTest {

    private static final String ONLY_SENT = "{\"binding\":{\"type\":\"none\"}}";

    @Test
    void whatIsWrittenIsAcknowledged() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        var stream = open(name, "");
        var first = event();
        var second = event();
        // When
        send(broker, name, first, second);
        // Then
        await().atMost(PATIENCE)
                .until(() -> stream.values("id")
                        .equals(List.of(first.id().toString(), second.id().toString())));
        assertThat(stream.lines()).noneMatch(line -> line.contains("ack_id"));
        stream.close();
        assertThat(pull(name, "wait=2")).isEmpty();
    }

    @Test
    void headTakesNothing() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        send(broker, name, event("waiting"));
        // When
        var answer = head(PATH + name + "/stream");
        // Then
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(pull(name, "wait=30"))
                .extracting(SubscriptionClient.Pulled::message)
                .containsExactly("waiting");
    }

    @Test
    void withManualAcknowledgementTheRestGoesToAnother() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        var stream = open(name, "?ack=manual");
        send(broker, name, event("taken"));
        send(broker, name, event("left"));
        await().atMost(PATIENCE).until(() -> stream.values("data").size() == 2);
        // When
        var taken = stream.values("data").stream()
                .map(JsonPath::from)
                .filter(data -> data.getString("event.message").equals("taken"))
                .map(data -> data.getString("ack_id"))
                .toList();
        assertThat(settle(name, "ack", taken).jsonPath().getInt("settled")).isEqualTo(1);
        stream.close();
        // Then
        assertThat(pull(name, "wait=30"))
                .extracting(SubscriptionClient.Pulled::message)
                .containsExactly("left");
    }

    @Test
    void manyMessagesOfALaterReleaseDoNotHoldItUp() throws Exception {
        // Given: more than a stream asks for at a time
        var name = created("{\"binding\":{\"type\":\"none\"},\"ack_deadline_seconds\":600}");
        var later =
                new BasicProperties.Builder().type("logcast.v2").deliveryMode(2).build();
        for (int i = 0; i < 40; i++) {
            broker.channel().basicPublish("", name, later, new byte[0]);
        }
        send(broker, name, event("for us"));
        // When
        var stream = open(name, "");
        // Then: before the first one has been held for the 30 seconds of a deadline
        await().atMost(Duration.ofSeconds(25)).until(() -> stream.values("data").size() == 1);
        stream.close();
    }

    @Test
    void streamsShareTheEvents() throws Exception {
        // Given
        var name = created(ONLY_SENT);
        var one = open(name, "");
        var other = open(name, "");
        await().atMost(PATIENCE).until(() -> get(PATH + name).jsonPath().getInt("consumers") == 2);
        // When
        var sent = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            var event = event();
            sent.add(event.id().toString());
            send(broker, name, event);
        }
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Stream.concat(one.values("id").stream(), other.values("id").stream()))
                        .containsExactlyInAnyOrderElementsOf(sent));
        assertThat(one.values("id")).isNotEmpty();
        assertThat(other.values("id")).isNotEmpty();
        one.close();
        other.close();
    }

    @Test
    void endsWithItsSubscription() {
        // Given
        var name = created(ONLY_SENT);
        var stream = open(name, "");
        await().atMost(PATIENCE).until(() -> get(PATH + name).jsonPath().getInt("consumers") == 1);
        // When
        delete(PATH + name);
        // Then
        await().atMost(PATIENCE).until(stream::hasEnded);
        assertThat(get(PATH + name + "/stream").statusCode()).isEqualTo(404);
        assertThat(get(PATH + name + "/stream?ack=maybe").statusCode()).isEqualTo(400);
    }

    private static SseClient open(String name, String query) {
        return SseClient.at(PATH + name + "/stream" + query);
    }
}
