package io.logcast.chaos.load;

import java.util.Collection;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** All events and requests of a round. */
public final class Ledger {

    private final String prefix;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    /** @param prefix the prefix of this round's tokens only */
    public Ledger(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    Event newEvent() {
        var event = new Event(prefix + events.size());
        events.add(event);
        return event;
    }

    void record(Attempt attempt) {
        if (attempt.answer() == Answer.ACCEPTED) {
            attempt.event().accepted(attempt.endedAt());
        }
        attempts.add(attempt);
    }

    public Collection<Attempt> attempts() {
        return attempts;
    }

    public int events() {
        return events.size();
    }

    /** The tokens of all events that were answered 202. */
    public Set<String> accepted() {
        return events.stream().filter(Event::isAccepted).map(Event::token).collect(Collectors.toSet());
    }

    /** The tokens of the events that were answered 202 before that time. */
    public Set<String> acceptedBefore(long nanoTime) {
        return events.stream()
                .filter(event -> event.wasAcceptedBefore(nanoTime))
                .map(Event::token)
                .collect(Collectors.toSet());
    }

    /** When the first request sent after that time was answered 202. */
    public OptionalLong firstAcceptedAfter(long nanoTime) {
        return attempts.stream()
                .filter(attempt -> attempt.answer() == Answer.ACCEPTED && attempt.sentAt() - nanoTime > 0)
                .mapToLong(Attempt::endedAt)
                .min();
    }
}
