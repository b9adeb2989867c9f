package io.logcast.consumer.push;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.newName;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.testing.LogEventFixtures.event;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.push.Receiver.Behaviour;
import io.logcast.consumer.push.Receiver.Request;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscriptions that are pushed to a receiver that misbehaves, on the real broker and database. */
@QuarkusTest
@TestProfile(PushTest.ShortDeadline.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class PushedIT extends PushTest {

    @Test
    void sendsWhatComesAndShowsHowItGoes() throws Exception {
        // Given
        var name = pushed("/well", Behaviour.ok());
        // When
        send(broker, name, event("one"), event("two"));
        send(broker, name, event("three"));
        // Then
        await().atMost(GENEROUS).until(() -> receiver.messages("/well").size() == 3);
        assertThat(receiver.messages("/well")).containsExactlyInAnyOrder("one", "two", "three");
        await().atMost(GENEROUS)
                .until(() -> state(name).getList("last_attempts").size() == 2);
        var state = state(name);
        assertThat(state.getString("state")).isEqualTo("active");
        assertThat(state.getDouble("success_rate")).isEqualTo(1.0);
        assertThat(state.getList("last_attempts.outcome")).containsOnly("delivered");
        assertThat(state.getList("last_attempts.status")).containsOnly(200);
        assertThat(get(PATH + name).jsonPath().getString("push.format")).isEqualTo("json");
        assertThat(ready(name)).isZero();
    }

    @Test
    void whileATargetTakesNothingItsEventsWaitInTheQueue() throws Exception {
        // Given
        var dead = pushed("/dead", Behaviour.status(503));
        var alive = pushed("/alive", Behaviour.ok());
        for (int i = 0; i < 30; i++) {
            send(broker, dead, event("dead"));
            send(broker, alive, event("alive"));
        }
        // Then
        await().atMost(GENEROUS).until(() -> receiver.messages("/alive").size() == 30);
        await().atMost(GENEROUS).until(() -> ready(dead) == 29);
        await().atMost(GENEROUS).until(() -> "0.0".equals(state(dead).getString("success_rate")));
        // When
        receiver.at("/dead", Behaviour.ok());
        // Then
        await().atMost(GENEROUS)
                .until(() -> receiver.requests("/dead").stream()
                                .map(Request::webhookId)
                                .distinct()
                                .count()
                        == 30);
        await().atMost(GENEROUS)
                .until(() -> state(dead).getString("last_attempts[0].outcome").equals("delivered"));
    }

    @Test
    void aTargetThatIsGonePausesIt() throws Exception {
        // Given
        var name = pushed("/gone", Behaviour.status(410));
        // When
        send(broker, name, event("late"));
        // Then
        await().atMost(GENEROUS).until(() -> state(name).getString("state").equals("paused"));
        assertThat(state(name).getString("paused_because")).contains("410");
        await().atMost(GENEROUS).until(() -> ready(name) == 1);
        assertThat(receiver.requests("/gone")).hasSize(1);
        // When
        receiver.at("/gone", Behaviour.ok());
        assertThat(control(name, "resume").getString("state")).isEqualTo("active");
        // Then
        await().atMost(GENEROUS).until(() -> receiver.requests("/gone").size() == 2);
        await().atMost(GENEROUS).until(() -> "0.5".equals(state(name).getString("success_rate")));
    }

    @Test
    void anOperatorPausesAndTestsIt() throws Exception {
        // Given
        var name = pushed("/paused", Behaviour.ok());
        assertThat(control(name, "pause").getString("state")).isEqualTo("paused");
        await().atMost(GENEROUS).until(() -> consumers(name) == 0);
        send(broker, name, event("waits"));
        // When
        var tested = control(name, "test");
        // Then
        assertThat(tested.getString("outcome")).isEqualTo("delivered");
        assertThat(tested.getInt("status")).isEqualTo(200);
        assertThat(receiver.messages("/paused")).singleElement().asString().contains(name);
        assertThat(ready(name)).isEqualTo(1);
        // When: a changed target
        var changed = receiver.at("/changed", Behaviour.ok());
        assertThat(put(name, definition(changed, "")).statusCode()).isEqualTo(200);
        control(name, "resume");
        // Then
        await().atMost(GENEROUS).until(() -> receiver.messages("/changed").equals(List.of("waits")));
    }

    @Test
    void staysInOrderThroughFailures() throws Exception {
        // Given
        var wanted = IntStream.range(0, 60).mapToObj(i -> "number " + i).toList();
        var failing = List.of(5, 20, 21);
        var name = created(definition(
                receiver.at(
                        "/ordered",
                        (connection, request, number) -> (failing.contains(number)
                                        ? Behaviour.status(503)
                                        : Behaviour.ok())
                                .answer(connection, request, number)),
                ",\"ordered\":true"));
        // When
        for (var message : wanted) {
            send(broker, name, event(message));
        }
        // Then: each once, but those that failed
        await().atMost(GENEROUS).until(() -> receiver.messages("/ordered").size() == wanted.size() + failing.size());
        assertThat(receiver.messages("/ordered").stream().distinct()).containsExactlyElementsOf(wanted);
        assertThat(put(name, definition(receiver.at("/ordered", Behaviour.ok()), ""))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void hasNoOtherReaders() {
        var name = pushed("/alone", Behaviour.ok());
        assertThat(post(PATH + name + "/pull").statusCode()).isEqualTo(409);
        assertThat(get(PATH + name + "/stream").statusCode()).isEqualTo(409);
        var pulled = created("{}");
        for (var call : List.of("/push/pause", "/push/resume", "/push/test")) {
            assertThat(post(PATH + pulled + call).statusCode()).isEqualTo(404);
        }
        assertThat(get(PATH + pulled + "/push").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"push\":{}} | push.url",
                "{\"push\":{\"url\":5}} | push.url",
                "{\"push\":{\"url\":\"ftp://example.com\"}} | push.url",
                "{\"push\":{\"url\":\"https://exa mple.com\"}} | push.url",
                "{\"push\":{\"url\":\"https://example.com\",\"format\":\"xml\"}} | push.format",
                "{\"push\":{\"url\":\"https://example.com\",\"ordered\":\"yes\"}} | push.ordered",
                "{\"push\":{\"url\":\"https://example.com\",\"secret\":\"s\"}} | push.secret",
                "{\"push\":{\"url\":\"https://example.com\",\"secrets\":[\"../s\"]}} | push.secrets",
                "{\"push\":{\"url\":\"https://example.com\"},\"durable\":false} | push",
                "{\"push\":\"https://example.com\"} | push"
            })
    void refusesWhatItCannotPush(String body, String field) {
        var answer = put(newName(), body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("field")).isEqualTo(field);
    }
}
