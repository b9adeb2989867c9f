package io.logcast.consumer.livetail;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.filters.query.Words;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An event on its way to the readers. Whatever all of them need is computed only once. */
public final class LiveEvent {

    private static final byte[] END = {'\n', '\n'};

    private final LogEvent event;
    // Two threads may compute it twice, with the same result.
    private volatile byte @Nullable [] frame;
    private volatile @Nullable Set<String> words;
    private final AtomicInteger holders = new AtomicInteger();

    public LiveEvent(LogEvent event) {
        this.event = event;
    }

    /** The log event's id. */
    public UUID id() {
        return event.id();
    }

    /** When the producer received this copy of it. */
    public Instant observed() {
        return event.observedTimestamp();
    }

    /** Whether it matches the filter. */
    public boolean matches(LogFilter filter) {
        return filter.matches(event, this::words);
    }

    private Set<String> words() {
        var made = words;
        if (made == null) {
            made = Words.of(event.message());
            words = made;
        }
        return made;
    }

    /** Its frame as a Server-Sent Event; callers must not change it. */
    public byte[] frame() {
        var made = frame;
        if (made == null) {
            made = newFrame();
            frame = made;
        }
        return made;
    }

    /**
     * Counts one more holder of its frame.
     *
     * @return false if it would be the first and no memory is left
     */
    public boolean hold(ByteBudget memory) {
        if (holders.getAndIncrement() == 0 && !memory.take(frame().length)) {
            holders.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Counts one holder less; the last one frees the memory. */
    public void letGo(ByteBudget memory) {
        if (holders.decrementAndGet() == 0) {
            memory.give(frame().length);
        }
    }

    private byte[] newFrame() {
        var json = LogEventWriter.json(event);
        var bytes = new ByteArrayOutputStream(json.length + 64);
        bytes.writeBytes(("id:" + event.id() + "\ndata:").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(json);
        bytes.writeBytes(END);
        return bytes.toByteArray();
    }
}
