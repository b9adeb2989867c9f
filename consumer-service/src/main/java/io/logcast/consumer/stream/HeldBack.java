package io.logcast.consumer.stream;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.livetail.LiveEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Live events that wait for the end of a replay. If they become too many, in number or in bytes, the oldest is dropped:
 * the archive has it, and the replay will send it. Not thread-safe.
 */
final class HeldBack {

    private final int most;
    private final ByteBudget memory;
    private final Map<UUID, LiveEvent> events = new LinkedHashMap<>();
    private final Set<UUID> passed = new HashSet<>();
    private int bytes;
    private @Nullable Mark first;

    /** A copy of an event. */
    record Mark(UUID id, Instant observed) {

        static Mark of(LiveEvent event) {
            return new Mark(event.id(), event.observed());
        }
    }

    /** @param memory shared by all connections */
    HeldBack(int most, ByteBudget memory) {
        this.most = most;
        this.memory = memory;
    }

    void add(LiveEvent event) {
        // Its client may have sent it again.
        remove(event.id());
        while (events.size() >= most || (bytes > 0 && bytes + event.frame().length > Outbox.MOST_BYTES)) {
            giveUpOldest();
        }
        var isHeld = event.hold(memory);
        while (!isHeld && !events.isEmpty()) {
            giveUpOldest();
            isHeld = event.hold(memory);
        }
        if (isHeld) {
            events.put(event.id(), event);
            bytes += event.frame().length;
        }
        if (first == null || !isHeld) {
            first = Mark.of(event);
        }
    }

    private void giveUpOldest() {
        remove(events.keySet().iterator().next());
        first = firstHeld();
    }

    private @Nullable Mark firstHeld() {
        return events.values().stream()
                .filter(event -> !passed.contains(event.id()))
                .findFirst()
                .map(Mark::of)
                .orElse(null);
    }

    /** Removes the event; true if it was here. */
    boolean remove(UUID id) {
        var event = events.remove(id);
        if (event == null) {
            return false;
        }
        passed.remove(id);
        bytes -= event.frame().length;
        event.letGo(memory);
        return true;
    }

    /** The event from which all events are here; a replay has to reach it. Null if none has come yet. */
    @Nullable
    Mark first() {
        return first;
    }

    /** Makes the next event the first, if that one is it now. */
    void pass(Mark mark) {
        if (mark.equals(first)) {
            if (events.containsKey(mark.id())) {
                passed.add(mark.id());
            }
            first = firstHeld();
        }
    }

    /** Begins anew with the next event. */
    void restart() {
        clear();
        first = null;
    }

    /** Hands all of them on, oldest first. */
    void release(Consumer<LiveEvent> next) {
        events.values().forEach(next);
        clear();
    }

    void clear() {
        events.values().forEach(event -> event.letGo(memory));
        events.clear();
        passed.clear();
        bytes = 0;
    }
}
