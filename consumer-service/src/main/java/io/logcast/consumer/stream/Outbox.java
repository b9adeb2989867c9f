package io.logcast.consumer.stream;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.livetail.LiveEvent;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one connection, bounded in number and in bytes. If several connections wait for a frame, it is
 * one array and counts once. Not thread-safe.
 */
final class Outbox {

    /** The most bytes of one connection. */
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final int SHARE = 8;

    /**
     * A frame.
     *
     * @param shared its event; null if it waits only here
     * @param taken the bytes that it has taken of the memory for replays
     */
    private record Frame(byte[] bytes, @Nullable LiveEvent shared, int taken) {}

    private final int mostFrames;
    private final ByteBudget memory;
    private final ByteBudget replayMemory;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int bytes;
    /** How many bytes of the first frame have been sent. */
    private int sent;

    /**
     * @param memory shared by all connections, for live events
     * @param replayMemory shared by all connections, for events that wait for only one of them
     */
    Outbox(int mostFrames, ByteBudget memory, ByteBudget replayMemory) {
        this.mostFrames = mostFrames;
        this.memory = memory;
        this.replayMemory = replayMemory;
    }

    /**
     * Adds the frame of an event that others wait for too.
     *
     * @param notice a frame that has to come before it, if any
     * @return false if it does not fit; then nothing is added
     */
    boolean offer(LiveEvent event, byte @Nullable [] notice) {
        var frame = event.frame();
        // A share of what all have left, so that connections that take nothing leave room for others.
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

    /** Adds an event that this connection holds already, so it takes no more memory. */
    void addHeld(LiveEvent event) {
        event.hold(memory);
        add(new Frame(event.frame(), event, 0));
    }

    /** Adds a small frame that must not be dropped. */
    void add(byte[] frame) {
        add(new Frame(frame, null, 0));
    }

    /**
     * Adds the frames of events that wait only here. Bytes that were taken for them and are not needed are given back.
     */
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

    /** Takes the next bytes, at most that many; of a large frame only a part. */
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
