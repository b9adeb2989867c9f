package io.logcast.rabbitmq.incoming;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of the messages that one subscriber has been given, or is to be given, and has not settled. */
final class ByteWindow {

    private final long size;
    private final AtomicLong held = new AtomicLong();

    ByteWindow(long size) {
        this.size = size;
    }

    /**
     * Takes a message in if any room is left, whatever its size, so that large messages are taken too. What is held is
     * less than the window plus one message. For one thread at a time.
     */
    boolean take(int bytes) {
        boolean room = held.get() < size;
        if (room) {
            held.addAndGet(bytes);
        }
        return room;
    }

    void release(int bytes) {
        held.addAndGet(-bytes);
    }

    /** Whether it is worthwhile to ask for more. */
    boolean isHalfEmpty() {
        return held.get() <= size / 2;
    }

    long held() {
        return held.get();
    }
}
