package io.logcast.consumer.backfill;

import static io.logcast.consumer.backfill.ArchivedEvents.archived;
import static io.logcast.consumer.backfill.ArchivedEvents.event;
import static io.logcast.consumer.backfill.ArchivedEvents.idsOf;
import static io.logcast.consumer.backfill.ArchivedEvents.published;
import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.ids;
import static io.logcast.consumer.subscriptions.SubscriptionClient.newName;
import static io.logcast.consumer.subscriptions.SubscriptionClient.pull;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.subscriptions.SubscriptionClient.Pulled;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays from the archive into a subscription, on the real broker and the real database. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class BackfillIT extends BrokerTest {

    private static final Duration GENEROUS = Duration.ofMinutes(3);
    private static final List<String> SEVERAL = List.of(".a", ".b", ".a.b");

    /** The events of this test, in an archive that others use too. */
    private final String source = "s" + UUID.randomUUID();

    @Test
    void sendsWhatIsArchivedInOrderWhileNewEventsArriveAndToNobodyElse() throws Exception {
        // Given
        var old = archived(broker, 300, i -> event(source + SEVERAL.get(i % 3), "old"));
        archived(broker, 1, i -> event(source + "-other", "not bound"));
        var name = created(bound(""));
        var other = created(bound(""));
        // When
        assertThat(replay(name, "from=-1h&rate=400").statusCode()).isEqualTo(202);
        var recent = published(broker, 100, i -> event(source, "new"));
        // Then
        var pulled = pulled(name, 400);
        assertThat(pulled).filteredOn(Pulled::replayed).extracting(Pulled::id).isEqualTo(idsOf(old));
        assertThat(pulled)
                .filteredOn(event -> !event.replayed())
                .extracting(Pulled::id)
                .isEqualTo(idsOf(recent));
        assertThat(pulled(other, 100)).extracting(Pulled::id).isEqualTo(idsOf(recent));
        awaitState(name, "done");
        assertThat(progress(name).getInt("sent")).isEqualTo(300);
        assertThat(get("/api/v1/replays").jsonPath().getList("replays.subscription"))
                .contains(name)
                .doesNotContain(other);
    }

    @Test
    void anotherReplicaGoesOnWhereOneStopped() throws Exception {
        // Given
        var old = archived(broker, 150, i -> event(source, "old"));
        var name = created(bound(""));
        replay(name, "from=-5m&rate=40");
        await().atMost(GENEROUS).until(() -> progress(name).getInt("sent") >= 20);
        // When: as if another replica had claimed it and died
        TestDatabase.execute("update subscription_replay set rate = 10000, owner = '" + UUID.randomUUID()
                + "', owned_until = now() + interval '2 seconds' where subscription = '" + name + "'");
        // Then: what this replica published but did not store comes twice
        awaitState(name, "done");
        assertThat(progress(name).getInt("sent")).isEqualTo(150);
        var pulled = new ArrayList<String>();
        await().atMost(GENEROUS).until(() -> {
            pulled.addAll(ids(pull(name, "max=1000&ack=auto")));
            return messages(name) == 0;
        });
        assertThat(pulled.stream().distinct()).containsExactlyElementsOf(idsOf(old));
    }

    @ParameterizedTest
    @CsvSource({"max_messages,10,5", "max_bytes,2097152,4"})
    void waitsWhileTheQueueIsHalfFullSoThatNothingIsDropped(String limit, int value, int half) throws Exception {
        // Given: three fit into a message
        var old = archived(broker, 30, i -> event(source, "x".repeat(40_000)));
        var name = created("{\"binding\":{\"type\":\"none\"},\"%s\":%d}".formatted(limit, value));
        // When
        replay(name, "from=-5m&source=" + source);
        // Then
        await().atMost(GENEROUS)
                .until(() -> "The queue is half full".equals(progress(name).getString("detail")));
        assertThat(progress(name).getInt("sent")).isBetween(half, 3 * half);
        assertThat(messages(name)).isEqualTo(half);
        assertThat(pulled(name, 30)).extracting(Pulled::id).isEqualTo(idsOf(old));
        awaitState(name, "done");
        assertThat(get(PATH + name).jsonPath().getMap("dropped")).isEmpty();
    }

    @Test
    void aSubscriptionFromThePastHasNoGapThoughTheArchiveIsBehind() throws Exception {
        // Given
        var name = newName();
        var all = new ArrayList<>(archived(broker, 50, i -> event(source, "old")));
        try (var connection = TestDatabase.get().connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table only log_event in share row exclusive mode");
            all.addAll(published(broker, 50, i -> event(source, "not archived yet")));
            // When
            assertThat(put(name, bound(",\"from\":\"-1h\"")).statusCode()).isEqualTo(201);
            all.addAll(published(broker, 50, i -> event(source, "new")));
            await().atMost(GENEROUS)
                    .until(() -> "Events are still being archived"
                            .equals(progress(name).getString("detail")));
            connection.rollback();
        }
        await().atMost(GENEROUS).until(() -> progress(name).getString("until") != null);
        // As if another replica had taken it before the queue was bound
        var late = event(source, "stored late");
        send(broker, "logs.archive", late);
        all.add(late);
        // Then
        var pulled = new ArrayList<Pulled>();
        await().atMost(GENEROUS).until(() -> {
            pulled.addAll(pull(name, "max=1000&ack=auto"));
            return ids(pulled).containsAll(idsOf(all));
        });
        assertThat(idsOf(all)).containsAll(ids(pulled));
        assertThat(pulled.stream().filter(Pulled::replayed).map(Pulled::id))
                .containsAll(idsOf(all.subList(0, 100)))
                .contains(late.id().toString());
        // Again: it exists, and gets nothing twice
        var replay = progress(name).getString("id");
        assertThat(put(name, bound(",\"from\":\"-1h\"")).statusCode()).isEqualTo(200);
        assertThat(progress(name).getString("id")).isEqualTo(replay);
        delete(PATH + name);
    }

    @Test
    void isPushedToo() throws Exception {
        // Given
        var old = archived(broker, 20, i -> event(source + SEVERAL.get(i % 3), "old"));
        var bodies = new CopyOnWriteArrayList<String>();
        var marks = new CopyOnWriteArrayList<String>();
        var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            marks.add(String.valueOf(exchange.getRequestHeaders().getFirst("logcast-replayed")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        target.start();
        try {
            var url = "http://127.0.0.1:" + target.getAddress().getPort();
            var name = created(bound(",\"push\":{\"url\":\"" + url + "\"}"));
            // When
            replay(name, "from=-5m");
            // Then
            await().atMost(GENEROUS).until(() -> pushed(bodies).size() >= old.size());
            assertThat(pushed(bodies)).containsExactlyInAnyOrderElementsOf(idsOf(old));
            assertThat(marks).containsOnly(progress(name).getString("id"));
            assertThat(delete(PATH + name).statusCode()).isEqualTo(204);
        } finally {
            target.stop(0);
        }
    }

    @Test
    void endsWithTheReasonWhenItsSubscriptionIsDeletedOrMadeAgain() throws Exception {
        // Given
        archived(broker, 20, i -> event(source, "old"));
        var deleted = created(bound(""));
        var madeAgain = created(bound(""));
        for (var name : List.of(deleted, madeAgain)) {
            replay(name, "from=-5m&rate=1");
            await().atMost(GENEROUS).until(() -> progress(name).getInt("sent") > 0);
        }
        // When
        delete(PATH + deleted);
        TestDatabase.execute("update subscription set definition = jsonb_set(definition::jsonb, '{generation}', '\""
                + UUID.randomUUID() + "\"')::json where name = '" + madeAgain + "'");
        // Then
        awaitState(deleted, "stopped");
        assertThat(progress(deleted).getString("detail")).isEqualTo("The subscription was deleted");
        awaitState(madeAgain, "stopped");
        assertThat(progress(madeAgain).getString("detail"))
                .isEqualTo("The subscription was deleted, and another one has its name now");
        assertThat(get("/api/v1/replays").jsonPath().getList("replays.subscription"))
                .contains(deleted, madeAgain);
        assertThat(replay(deleted, "").statusCode()).isEqualTo(404);
    }

    @Test
    void endsIfNobodyReads() throws Exception {
        // Given: three fit into a message
        archived(broker, 9, i -> event(source, "x".repeat(40_000)));
        var name = created(bound(",\"max_messages\":2,\"ttl_seconds\":6"));
        // When
        replay(name, "from=-5m");
        // Then
        awaitState(name, "stopped");
        assertThat(progress(name).getString("detail")).isEqualTo("The queue was half full for 3 seconds");
    }

    @Test
    void isStoppedOrRefused() throws Exception {
        // Given
        archived(broker, 20, i -> event(source, "old"));
        var name = created(bound(""));
        // Then
        assertThat(replay(newName(), "").statusCode()).isEqualTo(404);
        assertThat(replay(name, "rate=0").jsonPath().getString("detail")).startsWith("rate: ");
        assertThat(replay(name, "q=(").jsonPath().getList("violations.field")).containsExactly("q");
        assertThat(replay(name, "from=soon").jsonPath().getList("violations.field"))
                .containsExactly("from");
        assertThat(replay(name, "speed=1").statusCode()).isEqualTo(400);
        assertThat(get(PATH + name + "/replay").statusCode()).isEqualTo(404);
        assertThat(delete(PATH + name + "/replay").statusCode()).isEqualTo(404);
        assertThat(replay(name, "rate=1&from=-1h&attr.tenant=acme&severity=info")
                        .statusCode())
                .isEqualTo(202);
        assertThat(replay(name, "").statusCode()).isEqualTo(409);
        assertThat(progress(name).getMap("filter")).containsKeys("from", "attr.tenant", "severity");
        assertThat(delete(PATH + name + "/replay").jsonPath().getString("state"))
                .isEqualTo("stopped");
        assertThat(replay(name, "").statusCode()).isEqualTo(202);
        awaitState(name, "done");
        assertThat(delete(PATH + name + "/replay").jsonPath().getString("state"))
                .isEqualTo("done");
    }

    private static List<String> pushed(List<String> bodies) {
        return bodies.stream()
                .flatMap(body -> JsonPath.from(body).<String>getList("id").stream())
                .toList();
    }

    private String bound(String more) {
        return "{\"binding\":{\"type\":\"patterns\",\"patterns\":[\"%s.#\"]}%s}".formatted(source, more);
    }

    private static Response replay(String name, String query) {
        return post(PATH + name + "/replay" + (query.isEmpty() ? "" : "?" + query));
    }

    private static JsonPath progress(String name) {
        return get(PATH + name + "/replay").jsonPath();
    }

    private static String state(String name) {
        return progress(name).getString("state");
    }

    private static void awaitState(String name, String state) {
        await().atMost(GENEROUS).until(() -> state(name).equals(state));
    }

    private static int messages(String name) {
        return get(PATH + name).jsonPath().getInt("ready_messages");
    }

    private static List<Pulled> pulled(String name, int count) {
        var pulled = new ArrayList<Pulled>();
        await().atMost(GENEROUS).until(() -> {
            pulled.addAll(pull(name, "max=1000&ack=auto"));
            return pulled.size() >= count;
        });
        return pulled;
    }
}
