package io.logcast.consumer.archive;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.messages.Delivery;
import io.logcast.model.event.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stores batches of messages: acknowledges what is committed, and rejects what can never be stored. */
@ApplicationScoped
class ArchiveWriter {

    /**
     * A message that came back this often is a suspect: it may have crashed the consumers that had it, so it is stored
     * alone.
     */
    private static final int SUSPECT = 3;

    private final LogEventTable events;
    private final StoreRetry retry;
    private final ForeignEvents foreignEvents;
    private final LaterReleases laterReleases;
    private final Clock clock;
    private final Timer lag;
    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();
    /** Batches are stored in parallel; a suspect is stored while nothing else is. */
    private final ReadWriteLock storing = new ReentrantReadWriteLock();

    ArchiveWriter(
            LogEventTable events,
            StoreRetry retry,
            ForeignEvents foreignEvents,
            LaterReleases laterReleases,
            Clock clock,
            MeterRegistry meters) {
        this.events = events;
        this.retry = retry;
        this.foreignEvents = foreignEvents;
        this.laterReleases = laterReleases;
        this.clock = clock;
        this.lag = Timer.builder("logcast.archive.lag")
                .description("From the observation of the oldest event of a batch to its commit")
                .register(meters);
    }

    /** Reads the messages. The returned action stores them and settles each. */
    Runnable read(List<Message<byte[]>> messages) {
        var suspects = new ArrayList<Message<byte[]>>(0);
        var others = new ArrayList<Entry>(messages.size());
        for (var message : messages) {
            if (isSuspect(message)) {
                suspects.add(message);
            } else {
                read(message).ifPresent(others::add);
            }
        }
        // Large ones last, so that the others do not wait for them.
        suspects.sort(Comparator.comparingInt(message -> message.getPayload().length));
        return () -> write(others, suspects);
    }

    /** Whether the message is stored alone. */
    static boolean isSuspect(Message<byte[]> message) {
        try {
            return Delivery.of(message).deliveryCount() >= SUSPECT;
        } catch (RuntimeException e) {
            // Its faults are reported when it is read.
            return false;
        }
    }

    private Optional<Entry> read(Message<byte[]> message) {
        try {
            var delivery = Delivery.of(message);
            if (delivery.isOfLaterRelease()) {
                laterReleases.defer(message, delivery);
                return Optional.empty();
            }
            return Optional.of(
                    delivery.isForeign()
                            ? Entry.foreign(message, delivery.foreign().toEvent(newIds::generate, clock.instant()))
                            : Entry.ours(message, delivery));
        } catch (RuntimeException e) {
            // A fault of one message must not hold up the others.
            message.nack(e);
            return Optional.empty();
        }
    }

    private void write(List<Entry> others, List<Message<byte[]>> suspects) {
        try {
            if (!others.isEmpty()) {
                holding(storing.readLock(), () -> store(others));
            }
            for (var suspect : suspects) {
                holding(storing.writeLock(), () -> storeAlone(suspect));
            }
        } catch (InterruptedException e) {
            // The service stops: unacknowledged messages are delivered again, to another replica or after the restart.
            Thread.currentThread().interrupt();
        }
    }

    /** An action that waits for the database. */
    private interface Storing {
        void run() throws InterruptedException;
    }

    private static void holding(Lock lock, Storing task) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    /** Halves the batch until a message that cannot be stored is alone, so that all others are stored. */
    private void store(List<Entry> entries) throws InterruptedException {
        if (entries.size() == 1) {
            var entry = entries.get(0);
            settle(entry, insertApart(entry, 0, entry.events().size()));
            return;
        }
        var batch = new ArrayList<LogEvent>(entries.size());
        entries.forEach(entry -> batch.addAll(entry.events()));
        Set<LogEvent> conflicts;
        try {
            conflicts = insert(batch);
        } catch (RuntimeException e) {
            var middle = entries.size() / 2;
            store(entries.subList(0, middle));
            store(entries.subList(middle, entries.size()));
            return;
        }
        entries.forEach(entry -> settle(entry, conflicts));
    }

    /** Event by event, so that every event that can be stored is. */
    private void storeAlone(Message<byte[]> suspect) throws InterruptedException {
        var read = read(suspect);
        if (read.isPresent()) {
            var entry = read.get();
            var conflicts = new HashSet<LogEvent>();
            for (int i = 0; i < entry.events().size(); i++) {
                conflicts.addAll(insertApart(entry, i, i + 1));
            }
            settle(entry, conflicts);
        }
    }

    /**
     * Inserts events of one message, from one index up to another; halves them until one that cannot be stored is
     * alone.
     */
    private Set<LogEvent> insertApart(Entry entry, int from, int to) throws InterruptedException {
        try {
            return insert(entry.events().subList(from, to));
        } catch (RuntimeException e) {
            if (to - from == 1) {
                entry.fail(from, e);
                return Set.of();
            }
            var middle = (from + to) / 2;
            var conflicts = new HashSet<>(insertApart(entry, from, middle));
            conflicts.addAll(insertApart(entry, middle, to));
            return conflicts;
        }
    }

    private Set<LogEvent> insert(List<LogEvent> batch) throws InterruptedException {
        var conflicts = new HashSet<LogEvent>();
        retry.untilStored(() -> conflicts.addAll(events.insertIfAbsent(batch)));
        batch.stream()
                .map(LogEvent::observedTimestamp)
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> lag.record(age(oldest)));
        return conflicts;
    }

    private Duration age(Instant observed) {
        var age = Duration.between(observed, clock.instant());
        // The clock of the producer may be ahead of this one.
        return age.isNegative() ? Duration.ZERO : age;
    }

    private void settle(Entry entry, Set<LogEvent> conflicts) {
        if (entry.settle(conflicts) && entry.foreign()) {
            entry.events().forEach(foreignEvents::announce);
        }
    }
}
