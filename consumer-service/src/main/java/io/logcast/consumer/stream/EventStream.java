package io.logcast.consumer.stream;

import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.consumer.livetail.LiveTail;
import io.logcast.consumer.sse.SseConnection;
import io.logcast.consumer.sse.SseConnection.Chunk;
import io.logcast.consumer.stream.HeldBack.Mark;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reader's connection. Events wait in a bounded buffer until the connection takes them, several in one write; a
 * reader that is too slow for its buffer loses events and is told how many. While a replay runs, live events are held
 * back. If they become too many, the oldest is dropped: the archive has it, and the replay will send it.
 */
final class EventStream implements LiveTail.Reader, SseConnection.Source {

    // An event after a pause goes out at once; those that follow in this time go out together.
    private static final long LINGER_MILLIS = 50;
    private static final int WRITE_BYTES = 64 * 1024;

    private final SseConnection connection;
    private final LogFilter filter;
    private final StreamBounds bounds;
    private final Outbox ready;
    private final HeldBack held;
    private final Set<UUID> replayed = new HashSet<>();
    private boolean replaying;
    private long dropped;
    private boolean flushing;
    private long lastFlush;
    private boolean closed;
    /** Whether no event has come since the notice of a lost queue. */
    private boolean toldOfLoss;
    /** Whether the queue was lost during the replay. */
    private boolean hasLost;

    private @Nullable Runnable whenSent;

    /**
     * Must be created on the connection's event loop.
     *
     * @param replaying whether events are held back until {@link #goLive()}
     */
    EventStream(HttpServerResponse response, Vertx vertx, LogFilter filter, StreamBounds bounds, boolean replaying) {
        this.connection = new SseConnection(response, vertx, this);
        this.filter = filter;
        this.bounds = bounds;
        this.ready = new Outbox(bounds.capacity(), bounds.memory(), bounds.replayMemory());
        this.held = new HeldBack(bounds.capacity(), bounds.memory());
        this.replaying = replaying;
    }

    void open() {
        connection.open();
    }

    @Override
    public void accept(LiveEvent event) {
        if (event.matches(filter)) {
            enqueue(event);
        }
    }

    private synchronized void enqueue(LiveEvent event) {
        if (closed || replayed.remove(event.id())) {
            return;
        }
        if (replaying) {
            held.add(event);
        } else {
            offer(event);
        }
    }

    private void offer(LiveEvent event) {
        if (ready.offer(event, dropped > 0 ? droppedNotice() : null)) {
            dropped = 0;
            toldOfLoss = false;
            scheduleFlush();
        } else {
            dropped++;
            bounds.dropped().increment();
        }
    }

    @Override
    public synchronized void missed(long events) {
        if (!closed) {
            dropped += events;
            bounds.dropped().increment(events);
            scheduleFlush();
        }
    }

    /** Says so, unless nothing has come since the last time; a replay says so at its end if it has not passed the loss. */
    @Override
    public synchronized void lost() {
        if (replaying) {
            held.restart();
            hasLost = true;
        } else if (!closed && !toldOfLoss) {
            toldOfLoss = true;
            tellOfLoss();
        }
    }

    private void tellOfLoss() {
        announce("gap", "{\"reason\":\"this replica has lost its queue at the broker\"}");
    }

    private byte[] droppedNotice() {
        return SseConnection.named("dropped", "{\"count\":" + dropped + "}");
    }

    /** Tells the reader something about the stream itself. */
    synchronized void announce(String name, String json) {
        ready.add(SseConnection.named(name, json));
        scheduleFlush();
    }

    /** Takes memory for a step of a replay; false if there is none left. */
    boolean reserve(int bytes) {
        return bounds.replayMemory().take(bytes);
    }

    /** Gives back memory that was taken for a step that did not happen. */
    void giveBack(int bytes) {
        bounds.replayMemory().give(bytes);
    }

    /**
     * Sends events of the archive.
     *
     * @param reserved the bytes that were taken for them
     * @param recent the ids of events that the live tail may still bring
     * @param whenAllAreSent runs once, when the connection has taken everything; not at all when it closes before
     */
    synchronized void replay(List<LiveEvent> events, int reserved, Set<UUID> recent, Runnable whenAllAreSent) {
        if (closed) {
            bounds.replayMemory().give(reserved);
            return;
        }
        for (var event : events) {
            if (!held.remove(event.id()) && recent.contains(event.id()) && replayed.size() < bounds.capacity()) {
                replayed.add(event.id());
            }
        }
        ready.add(events, reserved);
        whenSent = whenAllAreSent;
        scheduleFlush();
    }

    /** The event from which the live tail has all events; null if none has come yet. */
    synchronized @Nullable Mark firstLive() {
        return held.first();
    }

    /** The replay cannot go by that event: the next one takes its place. */
    synchronized void passFirstLive(Mark mark) {
        held.pass(mark);
    }

    /**
     * Ends the replay, unless the live tail no longer has all events from that one on.
     *
     * @param announcement runs before that
     */
    synchronized boolean goLive(Mark from, Runnable announcement) {
        var hasAll = from.equals(held.first());
        if (hasAll) {
            hasLost = false;
            announcement.run();
            goLive();
        }
        return hasAll;
    }

    /** Ends the replay: the events that were held back follow, and then each event as it arrives. */
    synchronized void goLive() {
        replaying = false;
        toldOfLoss = false;
        if (hasLost) {
            tellOfLoss();
        }
        held.release(ready::addHeld);
        scheduleFlush();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void scheduleFlush() {
        if (flushing || closed) {
            return;
        }
        flushing = true;
        connection.flushAfter(LINGER_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastFlush));
    }

    @Override
    public @Nullable Chunk next() {
        @Nullable Runnable sent;
        synchronized (this) {
            lastFlush = System.nanoTime();
            if (ready.isEmpty() && dropped > 0) {
                ready.add(droppedNotice());
                dropped = 0;
            }
            if (!ready.isEmpty()) {
                return new Chunk(ready.next(WRITE_BYTES));
            }
            flushing = false;
            sent = whenSent;
            whenSent = null;
        }
        if (sent != null) {
            sent.run();
        }
        return null;
    }

    @Override
    public synchronized boolean isBetweenFrames() {
        if (!replaying) {
            // The live tail brings an event at about the time when it is archived, so no copies of replayed events come
            // after the next heartbeat.
            replayed.clear();
        }
        return ready.isEmpty();
    }

    @Override
    public void end() {
        connection.end();
    }

    /** The connection is gone. */
    synchronized void close() {
        closed = true;
        connection.close();
        ready.clear();
        held.clear();
        replayed.clear();
        whenSent = null;
    }
}
