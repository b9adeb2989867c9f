package io.logcast.consumer.livetail;

import io.logcast.model.event.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands each event to every reader. If the first copy of an event is delivered again, that is recognised for a while. An
 * event that its client has sent again is handed on again, since readers may have come in between.
 */
@ApplicationScoped
public class LiveTail {

    /** A reader of events. */
    public interface Reader {

        /** Takes an event; must not wait. */
        void accept(LiveEvent event);

        /** This many events, matching or not, were dropped before they arrived here; must not wait. */
        void missed(long events);

        /** The broker has lost this replica's queue with all events in it; must not wait. */
        void lost();

        /** No more events will come, since the service stops. */
        void end();
    }

    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final RecentEvents recent;

    public LiveTail(MeterRegistry meters, Clock clock) {
        recent = new RecentEvents(clock);
        meters.gauge("logcast.stream.readers", readers, Set::size);
    }

    // Two channels call this.
    synchronized void publish(LogEvent event) {
        if (recent.add(event)) {
            var live = new LiveEvent(event);
            readers.forEach(reader -> reader.accept(live));
        }
    }

    void dropped(long events) {
        readers.forEach(reader -> reader.missed(events));
    }

    synchronized void lost() {
        recent.lost();
        readers.forEach(Reader::lost);
    }

    /** By how much earlier than this copy of an event another copy may have been observed that a reader has seen. */
    public synchronized Duration earlierCopy(UUID id, Instant observed) {
        return recent.earlierCopy(id, observed);
    }

    /** The reader gets each event from now on. */
    public void add(Reader reader) {
        readers.add(reader);
    }

    /** The reader gets no more events. */
    public void remove(Reader reader) {
        readers.remove(reader);
    }

    /** Ends all readers: the service waits for its calls before it stops. */
    public void stop(@Observes ShutdownDelayInitiatedEvent stoppingSoon) {
        readers.forEach(Reader::end);
    }
}
