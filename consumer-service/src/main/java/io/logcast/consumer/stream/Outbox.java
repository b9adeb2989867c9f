package io.logcast.consumer.stream;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.livetail.LiveEvent;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one connection, bounded in number and in bytes. A frame that several connections wait for is one array,
 * and is counted once. Not for several threads.
 */
final class Outbox {

    /** The most bytes of one connection. */
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final int SHARE = 8;

    /**
     * A frame.
     *
     * @param shared the event that it is of; null if it waits here alone
     * @param taken of the memory of replays
     */
    private record Frame(byte[] bytes, @Nullable LiveEvent shared, int taken) {}

    private final int mostFrames;
    private final ByteBudget memory;
    private final ByteBudget replayMemory;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int bytes;
    /** Of the first frame. */
    private int sent;

    /**
     * @param memory of all connections, for live events
     * @param replayMemory of all connections, for events that wait for one of them alone
     */
    Outbox(int mostFrames, ByteBudget memory, ByteBudget replayMemory) {
        this.mostFrames = mostFrames;
        this.memory = memory;
        this.replayMemory = replayMemory;
    }

    /**
     * Adds the frame of an event that others wait for too.
     *
     * @param notice what has to be said before it, if anything
     * @return false if there is no room; then nothing is added
     */
    boolean offer(LiveEvent event, byte @Nullable [] notice) {
        var frame = event.frame();
        // Of what is left for all: connections that take nothing leave room for those that do.
        var most = Math.min(MOST_BYTES, memory.free() / SHARE);
        var isFull = frames.size() >= mostFrames || (bytes > 0 && bytes + frame.length > most);
        if (isFull || !event.hold(memory)) {
            return false;
        }
        if (notice != null) {
            add(notice);
        }
        add(new Frame(frame, event, 0));
        return true;
    }

    /** Adds an event that this connection holds already: it takes no more memory for that. */
    void addHeld(LiveEvent event) {
        event.hold(memory);
        add(new Frame(event.frame(), event, 0));
    }

    /** Adds what has to be said in any case, and is small. */
    void add(byte[] frame) {
        add(new Frame(frame, null, 0));
    }

    /** Adds the frames of events that wait here alone. The bytes were taken for them; those left over are given back. */
    void add(List<LiveEvent> events, int taken) {
        var left = taken;
        for (var event : events) {
            var frame = event.frame();
            var own = Math.min(left, frame.length);
            left -= own;
            add(new Frame(frame, null, own));
        }
        replayMemory.give(left);
    }

    private void add(Frame frame) {
        frames.add(frame);
        bytes += frame.bytes().length;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Takes the next bytes, at most that many: of a large frame a part. */
    Buffer next(int most) {
        var chunk = Buffer.buffer(Math.min(most, bytes - sent));
        for (var frame = frames.peek(); frame != null && chunk.length() < most; frame = frames.peek()) {
            var length = Math.min(most - chunk.length(), frame.bytes().length - sent);
            chunk.appendBytes(frame.bytes(), sent, length);
            sent += length;
            if (sent == frame.bytes().length) {
                remove();
            }
        }
        return chunk;
    }

    void clear() {
        while (!frames.isEmpty()) {
            remove();
        }
    }

    private void remove() {
        var frame = frames.remove();
        bytes -= frame.bytes().length;
        sent = 0;
        replayMemory.give(frame.taken());
        if (frame.shared() != null) {
            frame.shared().letGo(memory);
        }
    }
}
