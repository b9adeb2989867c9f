package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.e2e.RandomSubscriptions.Case;
import io.logcast.e2e.RandomSubscriptions.Event;
import io.logcast.local.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Subscriptions with the built services, two of them consumers. */
class SubscriptionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SUBSCRIPTIONS = 50;
    /** {@code -Dsubscriptions.events=10000} for more. */
    private static final int EVENTS = Integer.getInteger("subscriptions.events", 600);

    private static final int BATCH = 100;

    private static Installation installation;
    private static URI producer;
    private static ServiceProcess first;
    private static ServiceProcess second;

    @BeforeAll
    static void start() {
        installation = new Installation();
        producer = installation.startProducer().baseUri();
        first = installation.startConsumer("first");
        second = installation.startConsumer("second");
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void eachSubscriptionGetsWhatANaiveMatcherSays() {
        // Given
        var seed = System.nanoTime();
        var random = new RandomSubscriptions(seed);
        var cases = Stream.generate(random::subscription).limit(SUBSCRIPTIONS).toList();
        var subscriptions = IntStream.range(0, SUBSCRIPTIONS)
                .mapToObj(i -> SubscriptionClient.put(
                        (i % 2 == 0 ? first : second).baseUri(),
                        "random-" + i,
                        cases.get(i).definition()))
                .toList();
        var events = Stream.generate(random::event).limit(EVENTS).toList();
        // When
        var half = EVENTS / 2;
        LogClient.postAll(producer, half, i -> events.get(i).json());
        for (int i = half; i < EVENTS; i += BATCH) {
            postLines("/api/v1/logs", events.subList(i, Math.min(EVENTS, i + BATCH)));
        }
        // Then
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            var expected = expected(cases.get(i), events);
            assertThat(drained(subscriptions.get(i), expected.size()))
                    .as("seed %d, subscription %s", seed, cases.get(i).definition())
                    .containsExactlyInAnyOrderElementsOf(expected);
            subscriptions.get(i).delete();
        }
    }

    private static List<String> expected(Case subscription, List<Event> events) {
        return events.stream().filter(subscription.gets()).map(Event::id).toList();
    }

    /** Reads until that many have arrived, and then whatever arrives in addition. */
    private static List<String> drained(SubscriptionClient subscription, int count) {
        var ids = new ArrayList<String>();
        await().atMost(PATIENCE).until(() -> {
            ids.addAll(SubscriptionClient.ids(subscription.pull("max=1000&wait=1&ack=auto")));
            return ids.size() >= count;
        });
        ids.addAll(SubscriptionClient.ids(subscription.pull("max=1000&ack=auto")));
        return ids;
    }

    @Test
    void whatIsPulledOnOneReplicaIsAcknowledgedOnAnother() {
        // Given
        var onFirst = queue("forwarded");
        var onSecond = onFirst.on(second.baseUri());
        send("forwarded", 20);
        var pulled = pulled(onFirst, 20);
        // When
        var answer = onSecond.ack(pulled);
        // Then
        assertThat(answer.path("settled").asInt()).isEqualTo(20);
        assertThat(answer.path("expired")).isEmpty();
        assertThat(onFirst.ack(pulled).path("expired")).hasSize(20);
        assertThat(onSecond.pull("wait=1")).isEmpty();
    }

    @Test
    void replicasShareAQueue() {
        // Given
        var onFirst = queue("shared");
        var sent = send("shared", 200);
        // When
        var byFirst = new ArrayList<String>();
        var bySecond = new ArrayList<String>();
        await().atMost(PATIENCE).until(() -> {
            byFirst.addAll(taken(onFirst));
            bySecond.addAll(taken(onFirst.on(second.baseUri())));
            return byFirst.size() + bySecond.size() >= sent.size();
        });
        // Then
        assertThat(Stream.concat(byFirst.stream(), bySecond.stream())).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(byFirst).isNotEmpty();
        assertThat(bySecond).isNotEmpty();
    }

    private static List<String> taken(SubscriptionClient subscription) {
        var pulled = subscription.pull("max=10&wait=1");
        if (!pulled.isEmpty()) {
            subscription.ack(pulled);
        }
        return SubscriptionClient.ids(pulled);
    }

    @Test
    void whatAKilledReplicaHeldIsPulledAndAcknowledgedByAnother() {
        // Given
        var onFirst = queue("survivors");
        var onSecond = onFirst.on(second.baseUri());
        var sent = send("survivors", 300);
        var held = pulled(onFirst, 200);
        var acked = new HashSet<>(SubscriptionClient.ids(held.subList(0, 50)));
        assertThat(onSecond.ack(held.subList(0, 50)).path("settled").asInt()).isEqualTo(50);
        // When
        first.kill();
        try {
            // Then: 503 as long as the broker has not noticed
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(onSecond.ack(held.subList(50, 60)).path("expired"))
                                    .hasSize(10));
            await().atMost(PATIENCE).until(() -> {
                acked.addAll(taken(onSecond));
                return acked.size() == sent.size();
            });
            assertThat(acked).containsExactlyInAnyOrderElementsOf(sent);
            await().atMost(PATIENCE)
                    .until(() -> onSecond.state().path("ready_messages").asInt() == 0);
        } finally {
            first.start().awaitReady(PATIENCE);
        }
    }

    @Test
    void aSubscriptionThatNobodyReadsDropsTheOldestAndCountsThem() {
        // Given
        var subscription = SubscriptionClient.put(
                first.baseUri(),
                "unread",
                Map.of("max_messages", 5, "binding", Map.of("type", "patterns", "patterns", List.of("unread.#"))));
        // When
        var elsewhere = posted("elsewhere");
        var unread = posted("unread");
        // Then: counted in events, since events that came together share a message
        var kept = new HashSet<String>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            kept.addAll(SubscriptionClient.ids(subscription.pull("max=1000&ack=auto")));
            assertThat(subscription.state().path("dropped").path("maxlen").asInt())
                    .isPositive()
                    .isEqualTo(EVENTS - kept.size());
        });
        assertThat(unread.ids()).containsAll(kept).hasSize(EVENTS);
        // Only printed, not asserted, since machines differ.
        System.out.printf(
                "%d events took %d ms past a subscription, %d ms into one that is full and unread%n",
                EVENTS, elsewhere.millis(), unread.millis());
    }

    private record Posted(List<String> ids, long millis) {}

    private static Posted posted(String source) {
        var begin = System.nanoTime();
        var ids = LogClient.postAll(producer, EVENTS, i -> Map.of("source", source, "message", "number " + i));
        return new Posted(ids, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private static SubscriptionClient queue(String name) {
        return SubscriptionClient.put(first.baseUri(), name, Map.of("binding", Map.of("type", "none")));
    }

    /** Posts half of them one by one and half in batches, to that queue only. */
    private static List<String> send(String queue, int count) {
        var events = Stream.generate(new RandomSubscriptions(queue.hashCode())::event)
                .limit(count)
                .toList();
        var path = "/api/v1/queues/" + queue + "/logs";
        var half = count / 2;
        events.subList(0, half).forEach(event -> postLines(path, List.of(event)));
        postLines(path, events.subList(half, count));
        return events.stream().map(Event::id).toList();
    }

    private static void postLines(String path, List<Event> events) {
        var lines = new StringBuilder();
        for (var event : events) {
            try {
                lines.append(LogClient.JSON.writeValueAsString(event.json())).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("no JSON can be made of it", e);
            }
        }
        var answer = LogClient.call("POST", producer.resolve(path), "application/x-ndjson", lines.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static List<JsonNode> pulled(SubscriptionClient subscription, int count) {
        var pulled = new ArrayList<JsonNode>();
        await().atMost(PATIENCE).until(() -> {
            pulled.addAll(subscription.pull("wait=5&max=" + (count - pulled.size())));
            return pulled.size() == count;
        });
        return pulled;
    }
}
