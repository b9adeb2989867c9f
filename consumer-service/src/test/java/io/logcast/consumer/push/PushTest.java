package io.logcast.consumer.push;

import static io.logcast.consumer.subscriptions.SubscriptionClient.PATH;
import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;

import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.push.Receiver.Behaviour;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test on the real broker, with a receiver on this machine. */
abstract class PushTest extends BrokerTest {

    static final Duration GENEROUS = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init")
    static Receiver receiver;

    /** A silent receiver is given up soon. */
    public static final class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("logcast.webhooks.deadline", "2s");
        }
    }

    @BeforeAll
    static void open() {
        receiver = new Receiver();
    }

    @AfterAll
    static void close() throws IOException {
        receiver.close();
    }

    /** A new subscription that is pushed to the path, where the receiver behaves like this. */
    static String pushed(String path, Behaviour behaviour) {
        return created(definition(receiver.at(path, behaviour), ""));
    }

    /** A definition of a subscription that gets only what is sent to its queue. */
    static String definition(String url, String more) {
        return "{\"binding\":{\"type\":\"none\"},\"push\":{\"url\":\"%s\"%s}}".formatted(url, more);
    }

    static JsonPath state(String name) {
        return get(PATH + name + "/push").jsonPath();
    }

    static JsonPath control(String name, String call) {
        return post(PATH + name + "/push/" + call)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static int ready(String name) {
        return get(PATH + name).jsonPath().getInt("ready_messages");
    }

    static int consumers(String name) {
        return get(PATH + name).jsonPath().getInt("consumers");
    }

    static List<Map<String, Object>> letters(String queue) {
        return given().queryParam("queue", queue)
                .get("/api/v1/dead-letters")
                .jsonPath()
                .getList("dead_letters");
    }
}
