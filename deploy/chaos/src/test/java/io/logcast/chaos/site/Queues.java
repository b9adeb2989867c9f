package io.logcast.chaos.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.local.rabbitmq.ManagementApi;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The queues of a broker, read from its management API. */
public record Queues(Brokers brokers) {

    public static final String ARCHIVE = "logs.archive";
    public static final String BROADCAST = "logs";
    public static final String DEAD_LETTERS = "logs.archive.dead-letters";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUEUES = "/api/queues/%2F";
    private static final String SERVER_NAMED = "amq.gen";
    private static final String DELETE_LIVE = """
            [rabbit_amqqueue:delete(Q, false, false, <<"chaos">>) || Q <- rabbit_amqqueue:list(<<"/">>), \
            lists:prefix("%s", binary_to_list(element(4, amqqueue:get_name(Q))))].""".formatted(SERVER_NAMED);

    private static final String REPLICAS = "rabbit_quorum_queue:status(<<\"/\">>, <<\"%s\">>).";

    static String leaderOf(String queue, ManagementApi management) {
        return json(management.get(QUEUES + "/" + queue)).path("leader").asText();
    }

    /** Its messages and consumers, and how far each of its replicas is. */
    public String describe(String queue) {
        var found = json(brokers.management().get(QUEUES + "/" + queue));
        return "%s messages ready, %s unacknowledged, %s consumers; replicas: %s"
                .formatted(
                        found.path("messages_ready"),
                        found.path("messages_unacknowledged"),
                        found.path("consumers"),
                        brokers.rabbitmqctl("eval", REPLICAS.formatted(queue)));
    }

    /** Ready and unacknowledged; the broker counts every few seconds. */
    public int messagesIn(String queue) {
        return json(brokers.management().get(QUEUES + "/" + queue))
                .path("messages")
                .asInt();
    }

    public int archiveConsumers() {
        return consumers(ARCHIVE::equals);
    }

    public int liveConsumers() {
        return consumers(name -> name.startsWith(SERVER_NAMED));
    }

    /** Deletes all at once. Over AMQP and the management API, only their owners could delete them. */
    public void deleteLive() {
        brokers.rabbitmqctl("eval", DELETE_LIVE);
    }

    /** Deletes the exchange with all its bindings; the queues stay. */
    public void deleteExchange(String exchange) {
        brokers.management().delete("/api/exchanges/%2F/" + exchange);
    }

    /** Gives the services' user all permissions, or none. */
    public void permit(boolean everything) {
        var pattern = everything ? ".*" : "^$";
        brokers.management()
                .put(
                        "/api/permissions/%2F/" + brokers.endpoints().get(0).username(),
                        "{\"configure\":\"%1$s\",\"write\":\"%1$s\",\"read\":\"%1$s\"}".formatted(pattern));
    }

    /** Binds a queue to the broadcast, so that it gets all events. */
    public void bindToEverything(String queue) {
        brokers.management().post("/api/bindings/%2F/e/" + BROADCAST + "/q/" + queue, "{}");
    }

    /** How many connections, AMQP channels and queues the broker has; it counts every five seconds. */
    Map<String, Integer> inUse() {
        var totals = json(brokers.management().get("/api/overview")).path("object_totals");
        return Stream.of("connections", "channels", "queues")
                .collect(Collectors.toMap(
                        Function.identity(), kind -> totals.path(kind).asInt()));
    }

    public void limitLength(String queue, int messages) {
        brokers.management()
                .put(
                        "/api/policies/%2F/chaos",
                        "{\"pattern\":\"^%s$\",\"apply-to\":\"queues\",\"definition\":{\"max-length\":%d}}"
                                .formatted(queue.replace(".", "\\\\."), messages));
    }

    public void removeLimit() {
        brokers.management().delete("/api/policies/%2F/chaos");
    }

    private int consumers(Predicate<String> queue) {
        return (int) elements("/api/consumers/%2F").stream()
                .filter(consumer ->
                        queue.test(consumer.path("queue").path("name").asText()))
                .count();
    }

    private List<JsonNode> elements(String path) {
        return StreamSupport.stream(json(brokers.management().get(path)).spliterator(), false)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The management API answered no JSON: " + text, e);
        }
    }
}
