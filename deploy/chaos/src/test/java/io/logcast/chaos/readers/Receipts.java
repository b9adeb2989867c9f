package io.logcast.chaos.readers;

import io.logcast.local.process.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

/** Asks the producer where events are. */
public record Receipts(URI producer) {

    /** The state of an event that the archive has. */
    public static final String ARCHIVED = "archived";
    /** The state of an event that was never sent. */
    public static final String NOT_ARCHIVED = "not-archived";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the receipt of this event says, such as {@code archived}. Asks again until there is an answer. */
    public String stateOf(UUID id) {
        var states = new ArrayList<String>();
        Deadline.in(PATIENCE).await(() -> {
            ask(id).ifPresent(states::add);
            return !states.isEmpty();
        });
        return states.isEmpty() ? "no answer" : states.get(0);
    }

    private Optional<String> ask(UUID id) {
        try {
            var reply = Http.call("GET", producer.resolve("/api/v1/logs/" + id + "/receipt"), "");
            return reply.isOk() ? Optional.of(reply.json().path("state").asText()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
