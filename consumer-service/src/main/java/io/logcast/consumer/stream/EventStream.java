package io.logcast.consumer.stream;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.consumer.livetail.LiveTail;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reader's connection. Events wait in a bounded buffer until the connection takes them, several in one write; a
 * reader that is too slow for its buffer loses events and is told how many. While a replay runs, live events are held
 * back, and the oldest of them is given up when there are too many: the archive has it, and the replay will get there.
 */
final class EventStream implements LiveTail.Reader {

    // Shorter than the idle timeouts of common proxies.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    // An event after a pause goes out at once; those that follow in this time go out together.
    private static final long LINGER_MILLIS = 50;
    private static final int WRITE_BYTES = 64 * 1024;
    private static final String COMMENT = ":heartbeat\n\n";
    private static final String RECONNECT = "retry:1000\n\n";

    private final HttpServerResponse response;
    private final Vertx vertx;
    private final Context context;
    private final LogFilter filter;
    private final int capacity;
    private final ByteBudget replayMemory;
    private final Counter droppedByAll;
    private final long heartbeat;

    private final Outbox ready;
    private final HeldBack held;
    private final Set<UUID> replayed = new HashSet<>();
    private boolean replaying;
    private long dropped;
    private boolean flushing;
    private long lastFlush;
    private boolean closed;
    private @Nullable Runnable whenSent;

    /**
     * @param memory of all streams, for live events
     * @param replayMemory of all streams, for the steps of replays
     * @param replaying whether events are held back until {@link #goLive()}
     */
    EventStream(
            HttpServerResponse response,
            Vertx vertx,
            LogFilter filter,
            int capacity,
            ByteBudget memory,
            ByteBudget replayMemory,
            Counter droppedByAll,
            boolean replaying) {
        this.response = response;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.filter = filter;
        this.capacity = capacity;
        this.replayMemory = replayMemory;
        this.ready = new Outbox(capacity, memory, replayMemory);
        this.held = new HeldBack(capacity, memory);
        this.droppedByAll = droppedByAll;
        this.replaying = replaying;
        this.heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), tick -> beat());
    }

    /** Sends the headers and a first comment: who has seen it misses nothing. */
    void open() {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // nginx would collect events before it passes them on.
                .putHeader("X-Accel-Buffering", "no")
                .drainHandler(drained -> flush());
        response.write(COMMENT);
        response.write(RECONNECT);
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
            scheduleFlush();
        } else {
            dropped++;
            droppedByAll.increment();
        }
    }

    @Override
    public synchronized void missed(long events) {
        if (!closed) {
            dropped += events;
            droppedByAll.increment(events);
            scheduleFlush();
        }
    }

    private byte[] droppedNotice() {
        return named("dropped", "{\"count\":" + dropped + "}");
    }

    /** An event about the stream itself; without an id, since a reader does not go on from it. */
    synchronized void announce(String name, String json) {
        ready.add(named(name, json));
        scheduleFlush();
    }

    private static byte[] named(String name, String json) {
        return ("event:" + name + "\ndata:" + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Takes memory for a step of a replay; false if there is none left. */
    boolean reserve(int bytes) {
        return replayMemory.take(bytes);
    }

    /** Gives back what was taken for a step that did not come. */
    void giveBack(int bytes) {
        replayMemory.give(bytes);
    }

    /**
     * Sends events of the archive.
     *
     * @param reserved the bytes that were taken for them
     * @param recent those that the live tail may still bring
     * @param whenAllAreSent runs once, when the connection has taken everything; not at all when it closes before
     */
    synchronized void replay(List<LiveEvent> events, int reserved, Set<UUID> recent, Runnable whenAllAreSent) {
        if (closed) {
            replayMemory.give(reserved);
            return;
        }
        for (var event : events) {
            if (!held.remove(event.id()) && recent.contains(event.id()) && replayed.size() < capacity) {
                replayed.add(event.id());
            }
        }
        ready.add(events, reserved);
        whenSent = whenAllAreSent;
        scheduleFlush();
    }

    /** The first event from which on the live tail has them all; null if none has come yet. */
    synchronized @Nullable UUID firstLive() {
        return held.first();
    }

    /** Ends the replay: what was held back follows, and then each event as it arrives. */
    synchronized void goLive() {
        replaying = false;
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
        var wait = LINGER_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastFlush);
        if (wait <= 0) {
            context.runOnContext(now -> flush());
        } else {
            vertx.setTimer(wait, timer -> context.runOnContext(now -> flush()));
        }
    }

    /** On the connection's event loop. */
    private void flush() {
        while (!response.closed() && !response.writeQueueFull()) {
            var chunk = nextChunk();
            if (chunk == null) {
                return;
            }
            response.write(chunk);
        }
        // The drain handler goes on.
    }

    private @Nullable Buffer nextChunk() {
        @Nullable Runnable sent;
        synchronized (this) {
            lastFlush = System.nanoTime();
            if (ready.isEmpty() && dropped > 0) {
                ready.add(droppedNotice());
                dropped = 0;
            }
            if (!ready.isEmpty()) {
                return ready.next(WRITE_BYTES);
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

    private void beat() {
        context.runOnContext(now -> {
            // Not into the middle of a frame.
            if (isIdle() && !response.closed() && !response.writeQueueFull()) {
                response.write(COMMENT);
            }
        });
        forgetReplayed();
    }

    private synchronized boolean isIdle() {
        return ready.isEmpty();
    }

    /** Live copies come at about the time that the archive has them: after a heartbeat they have come. */
    private synchronized void forgetReplayed() {
        if (!replaying) {
            replayed.clear();
        }
    }

    @Override
    public void end() {
        context.runOnContext(now -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    /** The connection is gone. */
    synchronized void close() {
        closed = true;
        vertx.cancelTimer(heartbeat);
        ready.clear();
        held.clear();
        replayed.clear();
        whenSent = null;
    }
}
