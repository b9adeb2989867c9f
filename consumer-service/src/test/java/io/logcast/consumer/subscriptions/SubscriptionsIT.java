package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.broadcast;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.newName;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.BrokerTest;
import io.logcast.local.rabbitmq.ManagementApi;
import io.logcast.model.event.LogEvent;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestBroker;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bindings of subscriptions, on the real broker and the real database. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class SubscriptionsIT extends BrokerTest {

    @Test
    void isThereOrNotHoweverManyMakeAndDeleteIt() throws Exception {
        var name = newName();
        for (int round = 0; round < 10; round++) {
            // When
            var callers = Executors.newFixedThreadPool(6);
            for (int i = 0; i < 2; i++) {
                callers.execute(() -> put(name, "{}"));
                callers.execute(() -> delete(PATH + name));
                callers.execute(() -> get(PATH + name));
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            // Then
            var isListed = get(PATH + name).statusCode() == 200;
            assertThat(hasQueue(name)).isEqualTo(isListed);
        }
    }

    private static boolean hasQueue(String name) {
        var broker = TestBroker.get();
        return broker.managementApi()
                .get("/api/queues/" + ManagementApi.encoded(broker.virtualHost()))
                .contains("\"" + name + "\"");
    }

    @Test
    void getsEveryEventUnlessItSaysOtherwise() throws Exception {
        // Given
        var name = created("{}");
        var event = fullEvent();
        // When
        broadcast(broker, event);
        // Then
        assertThat(SubscriptionClient.ids(pull(name, "wait=30")))
                .containsExactly(event.id().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'severities','severities':['ERROR','FATAL']} | true",
                "{'type':'severities','severities':['warn']} | false",
                "{'type':'patterns','patterns':['payments.#']} | true",
                "{'type':'patterns','patterns':['*.error','orders.#']} | false",
                "{'type':'attributes','attributes':{'tenant':'acme'}} | true",
                "{'type':'attributes','attributes':{'tenant':'acme','env':'test'}} | false",
                "{'type':'attributes','attributes':{'tenant':'acme','env':'test'},'match':'any'} | true",
                "{'type':'none'} | false"
            })
    void getsWhatItIsBoundToAndNothingElse(String binding, boolean expected) throws Exception {
        // Given
        var name = created("{'binding':%s}".formatted(binding).replace('\'', '"'));
        var event = fullEvent();
        // When
        SubscriptionClient.publish(broker, "logs", event.routingKey(), Map.of("tenant", "acme"), event);
        // Then
        assertThat(SubscriptionClient.ids(pull(name, expected ? "wait=30" : "wait=1")))
                .isEqualTo(expected ? ids(event) : ids());
    }

    private static List<String> ids(LogEvent... events) {
        return Arrays.stream(events).map(event -> event.id().toString()).toList();
    }

    @Test
    void aQueueWithoutBindingsGetsWhatIsSentToIt() throws Exception {
        // Given
        var name = created("{\"binding\":{\"type\":\"none\"}}");
        var event = event();
        // When
        send(broker, name, event);
        broker.channel().basicPublish("", name, null, "from a tutorial".getBytes(StandardCharsets.UTF_8));
        // Then
        await().atMost(PATIENCE).until(() -> get(PATH + name).jsonPath().getInt("ready_messages") == 2);
        assertThat(pull(name, "wait=30"))
                .extracting(SubscriptionClient.Pulled::message)
                .containsExactly("hello", "from a tutorial");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payments", "kern.critical"})
    void aPatternMatchesTheRoutingKeysOfOtherPublishers(String routingKey) throws Exception {
        // Given
        var name = created("{\"binding\":{\"type\":\"patterns\",\"patterns\":[\"" + routingKey + "\"]}}");
        // When
        broker.channel().basicPublish("logs", routingKey, null, "from a tutorial".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(pull(name, "wait=30"))
                .extracting(SubscriptionClient.Pulled::message)
                .containsExactly("from a tutorial");
    }

    @Test
    void aPutIsIdempotentAndReplacesTheBindingAlone() throws Exception {
        // Given
        var name = created("{\"binding\":{\"type\":\"patterns\",\"patterns\":[\"a.#\"]}}");
        // When
        var same = put(name, "{\"binding\":{\"type\":\"patterns\",\"patterns\":[\"a.#\"]}}");
        var rebound = put(name, "{\"binding\":{\"type\":\"severities\",\"severities\":[\"INFO\"]}}");
        var differs = put(name, "{\"max_messages\":5,\"durable\":false}");
        // Then
        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(rebound.statusCode()).isEqualTo(200);
        assertThat(differs.statusCode()).isEqualTo(409);
        assertThat(differs.jsonPath().getString("detail")).contains("durable, max_messages, expires_seconds");
        assertThat(get(PATH + name).jsonPath().getString("binding.type")).isEqualTo("severities");
        var event = event();
        var error = fullEvent();
        SubscriptionClient.publish(broker, "logs", "a.error", Map.of(), error);
        broadcast(broker, event);
        assertThat(SubscriptionClient.ids(pull(name, "wait=30"))).isEqualTo(ids(event));
    }

    @Test
    void refusesTheNameOfAForeignQueue() throws Exception {
        // Given
        var name = newName();
        broker.channel().queueDeclare(name, true, false, false, null);
        // When
        var answer = put(name, "{}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(get(PATH + name).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'binding':{'type':'attributes','attributes':{'user':'x'}}} | binding.attributes.user | logcast.routing-attributes",
                "{'binding':{'type':'attributes','attributes':{'tenant':[]}}} | binding.attributes.tenant | must be",
                "{'binding':{'type':'patterns','patterns':['a..b']}} | binding.patterns | single dots",
                "{'binding':{'type':'severities','severities':['LOUD']}} | binding.severities | FATAL",
                "{'binding':{'type':'loud'}} | binding.type | severities",
                "{'colour':'red'} | colour | unknown",
                "{'ttl_seconds':0} | ttl_seconds | must be 1 to",
                "{'ttl_seconds':'60'} | ttl_seconds | whole number",
                "{'ttl_seconds':1.5} | ttl_seconds | whole number",
                "{'durable':1} | durable | true or false",
                "{'binding':{'type':'patterns','patterns':[1]}} | binding.patterns[0] | text",
                "{'binding':{'type':'attributes','attributes':{'tenant':'a'},'match':'some'}} | binding.match | all, any",
                "{'binding':{'type':'patterns','patterns':['src.ERROR']}} | binding.patterns | lower case",
                "{'binding':{'type':'patterns','patterns':['#.a.#.b.#']}} | binding.patterns | at most 2",
                "{'ttl_seconds':86401} | ttl_seconds | logcast.subscriptions.ttl",
                "{'max_messages':100001} | max_messages | logcast.subscriptions.max-messages",
                "{'max_bytes':1099511627776} | max_bytes | logcast.subscriptions.max-size",
                "{'durable':true,'expires_seconds':60} | expires_seconds | temporary",
                "{'from':'yesterday'} | from | RFC 3339",
                "{'from':'-1h','binding':{'type':'none'}} | from | binding",
                "{'ack_deadline_seconds':3600} | ack_deadline_seconds | 600"
            })
    void namesTheFieldThatBreaksItsRule(String body, String field, String why) {
        // When
        var answer = put(newName(), body.replace('\'', '"'));
        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("field")).isEqualTo(field);
        assertThat(answer.jsonPath().getString("detail")).contains(why);
    }

    @Test
    void refusesInternalNamesAndBodiesThatAreNoJson() {
        assertThat(put("logs.archive", "{}").jsonPath().getString("field")).isEqualTo("name");
        assertThat(put("amq.mine", "{}").statusCode()).isEqualTo(422);
        assertThat(put(newName(), "no JSON").statusCode()).isEqualTo(400);
        assertThat(put(newName(), "").statusCode()).isEqualTo(400);
    }

    @Test
    void aDeletedSubscriptionIsGoneAndSoIsItsQueue() {
        // Given
        var name = created("{}");
        // When
        var deleted = delete(PATH + name);
        // Then
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(delete(PATH + name).statusCode()).isEqualTo(404);
        assertThat(get(PATH + name).statusCode()).isEqualTo(404);
        assertThat(get(PATH).jsonPath().getList("subscriptions.name")).doesNotContain(name);
        assertThat(put(name, "{\"durable\":false}").statusCode()).isEqualTo(201);
    }

    @Test
    void aNewSubscriptionGetsNothingOfTheOneThatHadItsName() throws Exception {
        // Given: events of a message that a pull has begun
        var name = created("{}");
        var old = IntStream.range(0, 40).mapToObj(i -> event("old " + i)).toArray(LogEvent[]::new);
        send(broker, name, old);
        assertThat(pull(name, "max=4&wait=30")).hasSize(4);
        // When
        delete(PATH + name);
        assertThat(put(name, "{}").statusCode()).isEqualTo(201);
        var event = event("new");
        send(broker, name, event);
        // Then
        assertThat(pull(name, "wait=30"))
                .extracting(SubscriptionClient.Pulled::message)
                .containsExactly("new");
    }

    @Test
    void whatIsGivenBackToADeletedSubscriptionDoesNotComeToANewOne() throws Exception {
        // Given: two events that will go back as a message of their own
        var name = created("{\"ack_deadline_seconds\":1}");
        send(broker, name, event("acknowledged"), event("late"), event("not pulled"));
        var pulled = pull(name, "max=2&wait=30");
        // When
        delete(PATH + name);
        assertThat(put(name, "{}").statusCode()).isEqualTo(201);
        SubscriptionClient.settle(name, "ack", List.of(pulled.get(0).ackId()));
        // Then: even after their deadline
        await().during(Duration.ofSeconds(4))
                .atMost(PATIENCE)
                .until(() -> get(PATH + name).jsonPath().getInt("ready_messages") == 0);
        assertThat(get(PATH + name).jsonPath().getMap("")).doesNotContainKey("generation");
    }

    @Test
    void aQueueThatTheBrokerLostIsDeclaredAgain() throws Exception {
        // Given
        var name = created("{}");
        broker.channel().queueDelete(name);
        // When
        var empty = pull(name, "wait=0");
        // Then
        assertThat(empty).isEmpty();
        var event = event();
        broadcast(broker, event);
        assertThat(SubscriptionClient.ids(pull(name, "wait=30"))).isEqualTo(ids(event));
    }

    @Test
    void aTemporarySubscriptionGoesWithItsQueue() throws Exception {
        // Given
        var name = created("{\"durable\":false}");
        // When
        broker.channel().queueDelete(name);
        // Then
        assertThat(get(PATH + name).statusCode()).isEqualTo(404);
        assertThat(get(PATH).jsonPath().getList("subscriptions.name")).doesNotContain(name);
    }

    @Test
    void countsTheEventsThatItsQueueDropped() throws Exception {
        // Given
        var name = created("{\"max_messages\":10,\"binding\":{\"type\":\"none\"}}");
        // When
        for (int i = 0; i < 30; i++) {
            send(broker, name, event("number " + i + " a"), event("number " + i + " b"));
        }
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(PATH + name).jsonPath().<Integer>get("dropped.maxlen"))
                        .isEqualTo(40));
        assertThat(pull(name, "max=1&wait=5").get(0).message()).isEqualTo("number 20 a");
    }

    @Test
    void countsTheEventsThatWaitedTooLong() throws Exception {
        // Given
        var name = created("{\"ttl_seconds\":1,\"durable\":false,\"binding\":{\"type\":\"none\"}}");
        // When
        send(broker, name, event(), event());
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(PATH + name).jsonPath().<Integer>get("dropped.expired"))
                        .isEqualTo(2));
    }
}
