package io.logcast.consumer.livetail;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Hands each event to every open stream. A stream that falls behind by more than its buffer is ended. */
@ApplicationScoped
class LiveTail {

    private static final int BUFFER_EVENTS = 10_000;

    private final Set<MultiEmitter<? super LiveEvent>> readers = ConcurrentHashMap.newKeySet();

    /**
     * An event on its way to the readers.
     *
     * @param json written once for all of them
     */
    record LiveEvent(UUID id, String json) {}

    void publish(LogEvent event) {
        if (readers.isEmpty()) {
            return;
        }
        var live = new LiveEvent(event.id(), new String(LogEventWriter.json(event), StandardCharsets.UTF_8));
        readers.forEach(reader -> reader.emit(live));
    }

    /** The events from now on; fails when the reader is more than its buffer behind. */
    Multi<LiveEvent> events() {
        return Multi.createFrom()
                .emitter(
                        reader -> {
                            readers.add(reader);
                            reader.onTermination(() -> readers.remove(reader));
                        },
                        BUFFER_EVENTS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        readers.forEach(MultiEmitter::complete);
    }
}
