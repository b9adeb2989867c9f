package io.logcast.consumer.subscriptions.delivery;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.BrokerTest;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A connection has about 2,000 channels; over time there may be more subscriptions. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the readers.
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class IdleChannelsIT extends BrokerTest {

    private static final long LATER = Duration.ofMinutes(2).toNanos();

    @Inject
    QueueReaders readers;

    @Test
    void aChannelThatNobodyUsesIsClosed() {
        // Given
        readers.closeIdle(System.nanoTime() + LATER);
        var names = List.of("idle-" + UUID.randomUUID(), "idle-" + UUID.randomUUID());
        names.forEach(IdleChannelsIT::subscribe);
        names.forEach(IdleChannelsIT::pull);
        // When
        var closed = readers.closeIdle(System.nanoTime() + LATER);
        // Then: the channels of this test, and of earlier tests whose events have been given back meanwhile
        assertThat(closed).isGreaterThanOrEqualTo(names.size());
        assertThat(readers.closeIdle(System.nanoTime() + LATER)).isZero();
        names.forEach(name -> assertThat(pull(name).getList("events")).isEmpty());
    }

    @Test
    void aChannelWithEventsThatAreHandedOutStays() throws Exception {
        // Given
        var name = "held-" + UUID.randomUUID();
        subscribe(name);
        broker.channel().basicPublish("", name, null, "text".getBytes(UTF_8));
        var events = pull(name).getList("events.ack_id", String.class);
        assertThat(events).hasSize(1);
        // When
        readers.closeIdle(System.nanoTime() + LATER);
        // Then
        var settled = given().contentType(ContentType.JSON)
                .body("{\"ack\":[\"%s\"]}".formatted(events.get(0)))
                .post(path(name) + "/ack");
        assertThat(settled.jsonPath().getInt("settled")).isEqualTo(1);
    }

    /** Bound to nothing, so it gets only events that are sent to it. */
    private static void subscribe(String name) {
        given().contentType(ContentType.JSON)
                .body("{\"binding\":{\"type\":\"none\"}}")
                .put(path(name));
    }

    private static JsonPath pull(String name) {
        return given().contentType(ContentType.JSON)
                .post(path(name) + "/pull?wait=1")
                .jsonPath();
    }

    private static String path(String name) {
        return "/api/v1/subscriptions/" + name;
    }
}
