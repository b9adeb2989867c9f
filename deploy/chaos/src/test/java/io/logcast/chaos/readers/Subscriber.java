package io.logcast.chaos.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.logcast.chaos.load.Post;
import io.logcast.local.process.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A program that reads the events of one source from a subscription, from one consumer after the other. An event counts as read
 * once its acknowledgement was accepted, or was not answered: then it may have been accepted, and the event does not come again.
 */
public final class Subscriber implements AutoCloseable {

    /** The subscription, and its queue. */
    public static final String NAME = "chaos";

    private static final String DEFINITION = "{\"binding\":{\"type\":\"patterns\",\"patterns\":[\"%s.#\"]}}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 200;

    private final List<URI> consumers;
    private final String source;
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    private final ReadOrder order = new ReadOrder();
    private final Thread thread = new Thread(this::run, "subscriber");
    private volatile boolean closed;

    /**
     * @param consumers the base URIs of all replicas
     * @param source whose events the subscription gets
     */
    public Subscriber(List<URI> consumers, String source) {
        this.consumers = consumers;
        this.source = source;
    }

    /** Creates the subscription, and begins to read. */
    public Subscriber start() {
        if (!Deadline.in(PATIENCE).await(() -> called("PUT", consumers.get(0), "", DEFINITION.formatted(source)))) {
            throw new IllegalStateException("The subscription cannot be created");
        }
        thread.start();
        return this;
    }

    /** The messages of all events that were read. */
    public Set<String> read() {
        return Set.copyOf(read);
    }

    /** Whether it has read all of these messages in time. */
    public boolean readsAll(Set<String> messages, Duration patience) {
        return Deadline.in(patience).await(() -> read.containsAll(messages));
    }

    /** Where each message came among those that were delivered; it may not have been acknowledged then. */
    public Map<String, Integer> places() {
        return order.places();
    }

    /** Those of the posts whose events' order is known. */
    public List<Post> inKnownOrder(List<Post> posts) {
        return order.known(posts);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        try {
            for (int turn = 0; !closed; turn++) {
                if (!read(consumers.get(turn % consumers.size()))) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    /** False if the consumer had none, or did not answer. */
    private boolean read(URI consumer) throws InterruptedException {
        var pulled = Http.call("POST", uri(consumer, "/pull?max=1000"), "");
        if (!pulled.isOk()) {
            order.mayHaveLost(System.nanoTime());
            return false;
        }
        var events = pulled.json().path("events").valueStream().toList();
        if (events.isEmpty()) {
            return false;
        }
        order.got(events.stream().map(Subscriber::message).toList());
        var acks = JsonNodeFactory.instance.objectNode();
        events.forEach(entry -> acks.withArray("ack").add(entry.path("ack_id").asText()));
        var answer = Http.call("POST", uri(consumer, "/ack"), acks.toString());
        if (!answer.isOk()) {
            ReadersLog.note(
                    "the acknowledgement of %d events from %s on was answered %d",
                    events.size(), message(events.get(0)), answer.status());
        }
        if (answer.isOk() || answer.isUnknown()) {
            count(events, answer.json());
        }
        return answer.isOk();
    }

    /** Without those that the consumer no longer held. */
    private void count(List<JsonNode> events, JsonNode answer) {
        var expired = answer.path("expired").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        events.stream()
                .filter(entry -> !expired.contains(entry.path("ack_id").asText()))
                .forEach(entry -> read.add(message(entry)));
    }

    private static String message(JsonNode entry) {
        return entry.path("event").path("message").asText();
    }

    private static boolean called(String method, URI consumer, String path, String body) {
        try {
            return Http.call(method, uri(consumer, path), body).isOk();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static URI uri(URI consumer, String path) {
        return consumer.resolve("/api/v1/subscriptions/" + NAME + path);
    }
}
