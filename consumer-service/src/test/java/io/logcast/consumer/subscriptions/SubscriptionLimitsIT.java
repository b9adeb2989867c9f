package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.newName;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.BrokerTest;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits of all subscriptions together. */
@QuarkusTest
@TestProfile(SubscriptionLimitsIT.FewAndSmall.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class SubscriptionLimitsIT extends BrokerTest {

    private static final String SMALL = "{\"max_bytes\":1024}";

    /** A limit of three subscriptions and ten kilobytes. */
    public static final class FewAndSmall implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "logcast.subscriptions.max-count", "3",
                    "logcast.subscriptions.max-size", "8K",
                    "logcast.subscriptions.max-total-size", "10K");
        }
    }

    /** Other tests leave some subscriptions. */
    @BeforeEach
    void deleteAll() {
        get(PATH).jsonPath().<String>getList("subscriptions.name").forEach(name -> delete(PATH + name));
    }

    @Test
    void refusesOneMoreThanMayBe() throws Exception {
        // When
        var callers = Executors.newFixedThreadPool(6);
        for (int i = 0; i < 6; i++) {
            callers.execute(() -> put(newName(), SMALL));
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        // Then
        assertThat(get(PATH).jsonPath().getList("subscriptions.name")).hasSize(3);
        var refused = put(newName(), SMALL);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.jsonPath().getString("detail")).contains("logcast.subscriptions.max-count");
    }

    @Test
    void refusesMoreBytesThanThereMayBe() {
        // Given
        var name = created("{}");
        // When
        var refused = put(newName(), "{\"max_bytes\":4096}");
        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.jsonPath().getString("detail")).contains("logcast.subscriptions.max-total-size", "8192");
        assertThat(put(newName(), "{\"max_bytes\":2048}").statusCode()).isEqualTo(201);
        assertThat(put(name, "{\"binding\":{\"type\":\"none\"}}").statusCode()).isEqualTo(200);
        delete(PATH + name);
        assertThat(put(newName(), "{\"max_bytes\":4096}").statusCode()).isEqualTo(201);
    }

    @Test
    void forgetsTemporaryOnesThatAreGone() {
        // Given
        for (int i = 0; i < 3; i++) {
            created("{\"max_bytes\":1024,\"durable\":false,\"expires_seconds\":10}");
        }
        // Then: even though each attempt comes within that time
        await().atMost(PATIENCE).until(() -> put(newName(), SMALL).statusCode() == 201);
    }

    @Test
    void onesThatWereMadeUnderLargerLimitsStayAsTheyAre() throws Exception {
        // Given
        var name = newName();
        var week = "\"binding\":{\"type\":\"none\"},\"ttl_seconds\":604800,\"max_bytes\":1024";
        TestDatabase.execute("insert into subscription (name, definition) values ('%s', '{\"name\":\"%s\",%s,%s}')"
                .formatted(
                        name,
                        name,
                        week,
                        "\"durable\":true,\"max_messages\":100000,\"ack_deadline_seconds\":30,\"generation\":\"1\""));
        // Then
        assertThat(put(name, "{%s,\"ack_deadline_seconds\":20}".formatted(week)).statusCode())
                .isEqualTo(200);
        assertThat(put(newName(), "{%s}".formatted(week)).jsonPath().getString("field"))
                .isEqualTo("ttl_seconds");
    }

    @Test
    void thoseThatWaitForTheirTurnTakeOneConnection() throws Exception {
        // Given: another call counts all subscriptions and is stuck
        var name = created(SMALL);
        var callers = Executors.newFixedThreadPool(30);
        try (var connection = TestDatabase.get().connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtext('subscription'))");
            // An existing one need not be counted.
            assertThat(put(name, "{\"max_bytes\":1024,\"ack_deadline_seconds\":20}")
                            .statusCode())
                    .isEqualTo(200);
            // When
            for (int i = 0; i < 30; i++) {
                callers.execute(() -> put(newName(), SMALL));
            }
            // Then
            await().atMost(PATIENCE).until(() -> areWaiting(statement));
            for (int i = 0; i < 5; i++) {
                assertThat(get(PATH).statusCode()).isEqualTo(200);
            }
            connection.rollback();
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    private static boolean areWaiting(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("select 1 from pg_locks where locktype = 'advisory' and not granted")) {
            return rows.next();
        }
    }
}
