package io.logcast.consumer.subscriptions;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.newName;
import static io.logcast.consumer.subscriptions.SubscriptionClient.put;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.BrokerTest;
import io.logcast.local.BrokerTestResource;
import io.logcast.local.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all subscriptions together may take of the broker. */
@QuarkusTest
@TestProfile(SubscriptionLimitsIT.FewAndSmall.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class SubscriptionLimitsIT extends BrokerTest {

    private static final String SMALL = "{\"max_bytes\":1024}";

    /** Three of them, and ten kilobytes. */
    public static final class FewAndSmall implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "logcast.subscriptions.max-count", "3",
                    "logcast.subscriptions.max-size", "8K",
                    "logcast.subscriptions.max-total-size", "10K");
        }
    }

    /** Other tests leave some. */
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
    void forgetsTemporaryOnesThatAreGone() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            var name = created("{\"max_bytes\":1024,\"durable\":false}");
            broker.channel().queueDelete(name);
        }
        // Then
        assertThat(put(newName(), SMALL).statusCode()).isEqualTo(201);
    }
}
