package io.logcast.consumer.archive;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.consumer.deliveries.Delivery;
import io.logcast.consumer.livetail.ForeignEvents;
import io.logcast.model.event.LogEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stores a batch of messages: acknowledges those that are committed, and those that never can be are rejected. */
@ApplicationScoped
class ArchiveWriter {

    private final LogEvents events;
    private final StoreRetry retry;
    private final ForeignEvents foreignEvents;
    private final Clock clock;
    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();

    ArchiveWriter(LogEvents events, StoreRetry retry, ForeignEvents foreignEvents, Clock clock) {
        this.events = events;
        this.retry = retry;
        this.foreignEvents = foreignEvents;
        this.clock = clock;
    }

    /** What is to be done with one message. */
    private record Entry(Message<byte[]> message, List<LogEvent> events, boolean foreign, List<String> unreadable) {}

    void write(List<Message<byte[]>> messages) {
        store(messages.stream().map(this::read).toList());
    }

    private Entry read(Message<byte[]> message) {
        try {
            var delivery = Delivery.of(message);
            return delivery.isForeign() ? foreign(message, delivery) : ours(message, delivery);
        } catch (RuntimeException e) {
            // Whatever is wrong with one message, the others must not wait for it.
            return new Entry(message, List.of(), false, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Entry ours(Message<byte[]> message, Delivery delivery) {
        var content = delivery.content();
        var unreadable = content.unreadable().stream()
                .map(line -> "line " + line.number() + ": " + line.reason())
                .toList();
        return new Entry(message, content.events(), false, unreadable);
    }

    private Entry foreign(Message<byte[]> message, Delivery delivery) {
        var event = delivery.foreign().toEvent(newIds::generate, clock.instant());
        return new Entry(message, List.of(event), true, List.of());
    }

    private void store(List<Entry> entries) {
        var batch = new ArrayList<LogEvent>(entries.size());
        entries.forEach(entry -> batch.addAll(entry.events()));
        var conflicts = new HashSet<LogEvent>();
        try {
            retry.untilStored(() -> conflicts.addAll(events.insertIfAbsent(batch)));
        } catch (RuntimeException e) {
            storeApart(entries, e);
            return;
        } catch (InterruptedException e) {
            // Stopping: what is not acknowledged is delivered again, to another replica or after the restart.
            Thread.currentThread().interrupt();
            return;
        }
        entries.forEach(entry -> settle(entry, conflicts));
    }

    /** Halves the batch until the message that cannot be stored stands alone, so that its neighbours are stored. */
    private void storeApart(List<Entry> entries, RuntimeException reason) {
        if (entries.size() == 1) {
            entries.get(0).message().nack(reason);
            return;
        }
        var middle = entries.size() / 2;
        store(entries.subList(0, middle));
        store(entries.subList(middle, entries.size()));
    }

    private void settle(Entry entry, Set<LogEvent> conflicts) {
        if (!entry.unreadable().isEmpty()) {
            entry.message().nack(new UnreadableMessageException(entry.unreadable()));
            return;
        }
        var conflicting = entry.events().stream().filter(conflicts::contains).toList();
        if (!conflicting.isEmpty()) {
            entry.message().nack(new IdConflictException(conflicting));
            return;
        }
        entry.message().ack();
        if (entry.foreign()) {
            entry.events().forEach(foreignEvents::announce);
        }
    }
}
