package io.logcast.consumer.livetail;

import io.logcast.model.event.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Hands each event to every reader once: ids are remembered for a while, so that a redelivered event is recognised. */
@ApplicationScoped
public class LiveTail {

    private static final int REMEMBERED_IDS = 10_000;

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
    private final Set<UUID> recent = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED_IDS;
        }
    });

    LiveTail(MeterRegistry meters) {
        meters.gauge("logcast.stream.readers", readers, Set::size);
    }

    // Two channels call this.
    synchronized void publish(LogEvent event) {
        if (!readers.isEmpty() && recent.add(event.id())) {
            var live = new LiveEvent(event);
            readers.forEach(reader -> reader.accept(live));
        }
    }

    void dropped(long events) {
        readers.forEach(reader -> reader.missed(events));
    }

    void lost() {
        readers.forEach(Reader::lost);
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
