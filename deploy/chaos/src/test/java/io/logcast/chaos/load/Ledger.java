package io.logcast.chaos.load;

import java.util.Collection;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Every event and every request of a round. */
public final class Ledger {

    private final String prefix;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    /** @param prefix of this round's tokens and of no other's */
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

    /** The tokens of those that were answered 202 before that time. */
    public Set<String> acceptedBefore(long nanoTime) {
        return events.stream()
                .filter(event -> event.wasAcceptedBefore(nanoTime))
                .map(Event::token)
                .collect(Collectors.toSet());
    }

    /** When the first 202 came to a request that was sent after that time. */
    public OptionalLong firstAcceptedAfter(long nanoTime) {
        return attempts.stream()
                .filter(attempt -> attempt.answer() == Answer.ACCEPTED && attempt.sentAt() - nanoTime > 0)
                .mapToLong(Attempt::endedAt)
                .min();
    }
}
