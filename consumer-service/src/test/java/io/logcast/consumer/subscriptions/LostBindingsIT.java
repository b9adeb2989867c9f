package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.consumer.subscriptions.SubscriptionClient.settle;
import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.subscriptions.SubscriptionClient.Pulled;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
