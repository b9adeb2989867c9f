package io.logcast.consumer.archive;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.consumer.livetail.ForeignEvents;
import io.logcast.consumer.messages.Delivery;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.FailedParts;
import io.logcast.rabbitmq.FailedParts.Part;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Stores a batch of messages: acknowledges those that are committed, and those that never can be are rejected. */
@ApplicationScoped
class ArchiveWriter {

    /** A message that came back as often may be what ended the consumers that had it: it is stored alone. */
    private static final int SUSPECT = 3;

    private static final Map<String, Object> ONE_EVENT = Map.of(LogMessage.EVENTS_HEADER, 1);

    private final LogEvents events;
    private final StoreRetry retry;
    private final ForeignEvents foreignEvents;
    private final LaterReleases laterReleases;
    private final Clock clock;
    private final Timer lag;
    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();

    ArchiveWriter(
            LogEvents events,
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

    /**
     * What is to be done with one message.
     *
     * @param failed what of it can never be stored
     */
    private record Entry(Message<byte[]> message, List<LogEvent> events, boolean foreign, List<Part> failed) {

        void fail(LogEvent event, RuntimeException reason) {
            failed.add(new Part(LogEventWriter.json(event), ONE_EVENT, reason));
        }
    }

    void write(List<Message<byte[]>> messages) {
        var suspects = new ArrayList<Message<byte[]>>(0);
        var others = new ArrayList<Entry>(messages.size());
        for (var message : messages) {
            if (isSuspect(message)) {
                suspects.add(message);
            } else {
                read(message).ifPresent(others::add);
            }
        }
        store(others);
        // The large ones last, so that the others are out of their way.
        suspects.sort(Comparator.comparingInt(message -> message.getPayload().length));
        suspects.forEach(message -> read(message).ifPresent(this::storeAlone));
    }

    private static boolean isSuspect(Message<byte[]> message) {
        try {
            return Delivery.of(message).deliveryCount() >= SUSPECT;
        } catch (RuntimeException e) {
            // Whatever is wrong with it is told when it is read.
            return false;
        }
    }

    /** Event by event, so that what can be stored is. */
    private void storeAlone(Entry entry) {
        var conflicts = new HashSet<LogEvent>();
        try {
            for (var event : entry.events()) {
                conflicts.addAll(insertApart(entry, List.of(event)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        settle(entry, conflicts);
    }

    private Optional<Entry> read(Message<byte[]> message) {
        try {
            var delivery = Delivery.of(message);
            if (delivery.isOfLaterRelease()) {
                laterReleases.defer(message, delivery);
                return Optional.empty();
            }
            return Optional.of(delivery.isForeign() ? foreign(message, delivery) : ours(message, delivery));
        } catch (RuntimeException e) {
            // Whatever is wrong with one message, the others must not wait for it.
            message.nack(e);
            return Optional.empty();
        }
    }

    private static Entry ours(Message<byte[]> message, Delivery delivery) {
        var content = delivery.content();
        var failed = new ArrayList<Part>(0);
        for (var line : content.unreadable()) {
            var body = LogMessage.line(message.getPayload(), line.number());
            failed.add(new Part(body, ONE_EVENT, new UnreadableMessageException(line)));
        }
        return new Entry(message, content.events(), false, failed);
    }

    private Entry foreign(Message<byte[]> message, Delivery delivery) {
        var event = delivery.foreign().toEvent(newIds::generate, clock.instant());
        return new Entry(message, List.of(event), true, new ArrayList<>(0));
    }

    private void store(List<Entry> entries) {
        var batch = new ArrayList<LogEvent>(entries.size());
        entries.forEach(entry -> batch.addAll(entry.events()));
        Set<LogEvent> conflicts;
        try {
            conflicts = insert(batch);
        } catch (RuntimeException e) {
            storeApart(entries);
            return;
        } catch (InterruptedException e) {
            // Stopping: what is not acknowledged is delivered again, to another replica or after the restart.
            Thread.currentThread().interrupt();
            return;
        }
        entries.forEach(entry -> settle(entry, conflicts));
    }

    private Set<LogEvent> insert(List<LogEvent> batch) throws InterruptedException {
        var conflicts = new HashSet<LogEvent>();
        retry.untilStored(() -> conflicts.addAll(events.insertIfAbsent(batch)));
        batch.stream()
                .map(LogEvent::observedTimestamp)
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> lag.record(Duration.between(oldest, clock.instant())));
        return conflicts;
    }

    /** Halves the batch until what cannot be stored stands alone, so that its neighbours are stored. */
    private void storeApart(List<Entry> entries) {
        if (entries.size() == 1) {
            storeEventsApart(entries.get(0));
            return;
        }
        var middle = entries.size() / 2;
        store(entries.subList(0, middle));
        store(entries.subList(middle, entries.size()));
    }

    private void storeEventsApart(Entry entry) {
        try {
            settle(entry, insertApart(entry, entry.events()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<LogEvent> insertApart(Entry entry, List<LogEvent> part) throws InterruptedException {
        if (part.size() == 1) {
            try {
                return insert(part);
            } catch (RuntimeException e) {
                entry.fail(part.get(0), e);
                return Set.of();
            }
        }
        var conflicts = new HashSet<LogEvent>();
        var middle = part.size() / 2;
        for (var half : List.of(part.subList(0, middle), part.subList(middle, part.size()))) {
            try {
                conflicts.addAll(insert(half));
            } catch (RuntimeException e) {
                conflicts.addAll(insertApart(entry, half));
            }
        }
        return conflicts;
    }

    private void settle(Entry entry, Set<LogEvent> conflicts) {
        entry.events().stream()
                .filter(conflicts::contains)
                .forEach(event -> entry.fail(event, new IdConflictException(event.id())));
        if (!entry.failed().isEmpty()) {
            reject(entry);
            return;
        }
        entry.message().ack();
        if (entry.foreign()) {
            entry.events().forEach(foreignEvents::announce);
        }
    }

    /** What failed becomes a dead letter alone, but a foreign message as it came. */
    private static void reject(Entry entry) {
        var reason = entry.failed().get(0).reason();
        if (entry.foreign()) {
            entry.message().nack(reason);
        } else {
            entry.message().nack(reason, Metadata.of(new FailedParts(entry.failed())));
        }
    }
}
