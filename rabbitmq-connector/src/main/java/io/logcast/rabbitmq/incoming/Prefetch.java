package io.logcast.rabbitmq.incoming;

/**
 * How many messages a consumer asks the broker for: at first the configured number. When messages did not fit into the
 * window, it shrinks to the number of such messages that fits into half of the window, and at least by half. When as
 * many messages as the prefetch have arrived, it doubles, if twice as many would fit into half of the window.
 */
final class Prefetch {

    private final int most;
    private final long halfWindow;
    private volatile int current;
    /** Guarded by this: messages since the last change, and their bytes. */
    private int seen;

    private long seenBytes;

    Prefetch(int most, long windowBytes) {
        this.most = most;
        this.halfWindow = windowBytes / 2;
        this.current = most;
    }

    int current() {
        return current;
    }

    /** Counts a message; true if more could be asked for. */
    boolean saw(int bytes) {
        return current < most && count(bytes);
    }

    private synchronized boolean count(int bytes) {
        seen++;
        seenBytes += bytes;
        return canGrow();
    }

    synchronized boolean canGrow() {
        return current < most && seen >= current && fitting(seen, seenBytes) >= next();
    }

    synchronized void grow() {
        change(next());
    }

    /** To be called after these messages did not fit; the broker delivers them again next. */
    synchronized void shrink(int messages, long bytes) {
        change(Math.max(1, Math.min(fitting(messages, bytes), current / 2)));
    }

    private void change(int to) {
        current = to;
        seen = 0;
        seenBytes = 0;
    }

    private int next() {
        return (int) Math.min(most, 2L * current);
    }

    private int fitting(int messages, long bytes) {
        return bytes == 0 ? most : (int) Math.min(most, halfWindow * messages / bytes);
    }
}
