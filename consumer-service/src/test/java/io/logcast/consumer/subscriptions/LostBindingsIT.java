package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.consumer.subscriptions.SubscriptionClient.settle;
import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.subscriptions.SubscriptionClient.Pulled;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The broker loses a binding while the connection stays, for example by an operator's mistake. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the table.
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class LostBindingsIT extends BrokerTest {

    @Inject
    SubscriptionTable table;

    @Test
    void bindingsThatAreLostAreMadeAgain() throws Exception {
        // Given
        var byPattern = created("{\"binding\":{\"type\":\"patterns\",\"patterns\":[\"payments.#\"]}}");
        var byAttribute = created("{\"binding\":{\"type\":\"attributes\",\"attributes\":{\"tenant\":\"acme\"}}}");
        var temporary = created("{\"durable\":false}");
        var gone = created("{}");
        // When
        broker.channel().exchangeUnbind("logs.topic", "logs", "");
        broker.channel().exchangeUnbind("logs.headers", "logs", "");
        broker.channel().queueUnbind(temporary, "logs", "");
        broker.channel().queueDelete(gone);
        // Then
        for (var name : List.of(byPattern, byAttribute, temporary)) {
            await(name).atMost(PATIENCE).until(() -> {
                var event = fullEvent();
                SubscriptionClient.publish(broker, "logs", event.routingKey(), Map.of("tenant", "acme"), event);
                return !pull(name, "wait=1").isEmpty();
            });
        }
        // Without a pull, since a pull would declare it.
        await("the queue").atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (var channel = broker.channel().getConnection().createChannel()) {
                return channel.queueDeclarePassive(gone).getMessageCount() >= 0;
            }
        });
    }

    @Test
    void aPatternThatTheBrokerRefusesHoldsUpNeitherOthersNorItsOwnSubscription() throws Exception {
        // Given: patterns of an earlier release, of which RabbitMQ 4.3 refuses the first
        var durable = created("{}");
        var temporary = created("{\"durable\":false}");
        setBinding(durable, "{\"type\":\"patterns\",\"patterns\":[\"#.a.#.b.#\",\"payments.#\"]}");
        setBinding(temporary, "{\"type\":\"patterns\",\"patterns\":[\"#.a.#.b.#\",\"payments.#\"]}");
        var other = durable + "-other";
        var another = temporary + "-other";
        assertThat(SubscriptionClient.put(other, "{}").statusCode()).isEqualTo(201);
        assertThat(SubscriptionClient.put(another, "{}").statusCode()).isEqualTo(201);
        // When
        for (var name : List.of(durable, temporary, other, another)) {
            broker.channel().queueUnbind(name, "logs", "");
        }
        // Then
        for (var name : List.of(durable, temporary, other, another)) {
            await(name).atMost(PATIENCE).until(() -> {
                var event = fullEvent();
                SubscriptionClient.publish(broker, "logs", event.routingKey(), Map.of(), event);
                return !pull(name, "wait=1").isEmpty();
            });
        }
    }

    @Test
    void theFirstReaderAfterTheQueueIsLostIsAnsweredAlthoughTheBrokerRefusesItsPattern() throws Exception {
        // Given
        var name = created("{}");
        setBinding(name, "{\"type\":\"patterns\",\"patterns\":[\"#.a.#.b.#\"]}");
        broker.channel().queueDelete(name);
        // When
        var pulled = pull(name, "wait=0");
        // Then
        assertThat(pulled).isEmpty();
    }

    @Test
    void aTemporarySubscriptionWithoutBindingsIsUnknownOnceItsQueueIsGone() throws Exception {
        // Given: one of an early build, without the generation by which it would have a binding
        var name = created("{\"durable\":false,\"binding\":{\"type\":\"none\"}}");
        update(name, "(definition::jsonb - 'generation')::json");
        broker.channel().queueDelete(name);
        // When
        var pulled = given().contentType(ContentType.JSON).post(SubscriptionClient.PATH + name + "/pull?wait=0");
        // Then
        assertThat(pulled.statusCode()).isEqualTo(404);
        assertThat(table.find(name)).isEmpty();
    }

    @Test
    void aTemporarySubscriptionWithoutBindingsIsForgottenAlsoIfNobodyAsksForIt() throws Exception {
        // Given
        var name = created("{\"durable\":false,\"binding\":{\"type\":\"none\"}}");
        var ofAnEarlyBuild = created("{\"durable\":false,\"binding\":{\"type\":\"none\"}}");
        update(ofAnEarlyBuild, "(definition::jsonb - 'generation')::json");
        // When
        broker.channel().queueDelete(name);
        broker.channel().queueDelete(ofAnEarlyBuild);
        // Then
        await().atMost(PATIENCE).until(() -> table.find(name).isEmpty());
        await().atMost(PATIENCE).until(() -> table.find(ofAnEarlyBuild).isEmpty());
    }

    @Test
    void aTemporarySubscriptionExpiresAlsoIfTheBrokerRefusesItsPattern() throws Exception {
        var name = created("{\"durable\":false,\"expires_seconds\":10}");
        setBinding(name, "{\"type\":\"patterns\",\"patterns\":[\"#.a.#.b.#\"]}");

        await().atMost(PATIENCE).until(() -> table.find(name).isEmpty());
    }

    /** The next check reads it. */
    private static void setBinding(String name, String binding) throws SQLException {
        update(name, "jsonb_set(definition::jsonb, '{binding}', '" + binding + "')::json");
    }

    /** @param definition an SQL expression */
    private static void update(String name, String definition) throws SQLException {
        try (var connection = TestDatabase.get().connect();
                var update = connection.prepareStatement(
                        "update subscription set definition = " + definition + " where name = ?")) {
            update.setString(1, name);
            assertThat(update.executeUpdate()).isOne();
        }
    }

    @Test
    void whatIsGivenBackIsKeptWhenItsWayIsLost() throws Exception {
        // Given: an event that goes back as a message of its own, since the other event of its message does not
        var name = created("{\"binding\":{\"type\":\"none\"}}");
        send(broker, name, event("acknowledged"), event("given back"));
        var pulled = pull(name, "wait=30");
        settle(name, "ack", List.of(pulled.get(0).ackId()));
        var key = table.find(name).orElseThrow().givenBackKey();
        // When
        broker.channel().queueUnbind(name, "logs.returned", key);
        settle(name, "requeue", List.of(pulled.get(1).ackId()));
        // Then
        var again = new ArrayList<String>();
        await().atMost(PATIENCE).until(() -> {
            pull(name, "wait=1").stream().map(Pulled::message).forEach(again::add);
            return again.contains("given back");
        });
        assertThat(again).isSubsetOf("acknowledged", "given back");
    }
}
