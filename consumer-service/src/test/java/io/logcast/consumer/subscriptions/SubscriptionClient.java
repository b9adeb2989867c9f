package io.logcast.consumer.subscriptions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.BrokerProbe;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A program that uses subscriptions over HTTP, and a producer that publishes to them. */
public final class SubscriptionClient {

    public static final String PATH = "/api/v1/subscriptions/";

    private SubscriptionClient() {}

    /** An event that was pulled. */
    public record Pulled(String ackId, String id, String message, boolean redelivered, boolean replayed) {}

    public static String newName() {
        return "test-" + UUID.randomUUID();
    }

    public static Response put(String name, String body) {
        return given().contentType(ContentType.JSON).body(body).put(PATH + name);
    }

    /** A new subscription. */
    public static String created(String body) {
        var name = newName();
        assertThat(put(name, body).statusCode()).isEqualTo(201);
        return name;
    }

    public static List<Pulled> pull(String name, String query) {
        var answer = given().contentType(ContentType.JSON).post(PATH + name + "/pull?" + query);
        assertThat(answer.statusCode()).as(answer.body().asString()).isEqualTo(200);
        return answer.jsonPath().getList("events", Map.class).stream()
                .map(SubscriptionClient::pulled)
                .toList();
    }

    private static Pulled pulled(Map<?, ?> entry) {
        var event = (Map<?, ?>) Objects.requireNonNull(entry.get("event"));
        return new Pulled(
                String.valueOf(entry.get("ack_id")),
                String.valueOf(event.get("id")),
                String.valueOf(event.get("message")),
                Boolean.TRUE.equals(entry.get("redelivered")),
                Boolean.TRUE.equals(entry.get("replayed")));
    }

    /** @param verdict ack, requeue or reject */
    static Response settle(String name, String verdict, List<String> ackIds) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(verdict, ackIds, "reason", "its subscriber says so"))
                .post(PATH + name + "/ack");
    }

    static List<String> ackIds(List<Pulled> events) {
        return events.stream().map(Pulled::ackId).toList();
    }

    public static List<String> ids(List<Pulled> events) {
        return events.stream().map(Pulled::id).toList();
    }

    /** Publishes as the producer does, one message of these events. */
    static void publish(
            BrokerProbe broker, String exchange, String key, Map<String, Object> routing, LogEvent... events)
            throws IOException {
        var message = new LogMessage(List.of(events), routing);
        var properties = new BasicProperties.Builder()
                .type(LogMessage.TYPE)
                .contentType(LogMessage.CONTENT_TYPE)
                .messageId(message.messageId().toString())
                .headers(message.headers())
                .deliveryMode(2)
                .build();
        broker.channel().basicPublish(exchange, key, properties, message.body());
    }

    public static void broadcast(BrokerProbe broker, LogEvent... events) throws IOException {
        publish(broker, "logs", events[0].routingKey(), Map.of(), events);
    }

    /** Publishes only to the subscription's queue. */
    public static void send(BrokerProbe broker, String name, LogEvent... events) throws IOException {
        publish(broker, "", name, Map.of(), events);
    }
}
