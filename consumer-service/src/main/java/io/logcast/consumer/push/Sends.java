package io.logcast.consumer.push;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Bounds how many requests this replica has open at a time; the others wait in order. */
final class Sends {

    private final int most;
    private final Queue<BooleanSupplier> waiting = new ArrayDeque<>();
    private int open;

    Sends(int most) {
        this.most = most;
    }

    /**
     * Runs it now, or once others have ended.
     *
     * @param send must not block. If it returns true, it has begun, and must end with {@link #ended}; if false, it is no longer
     *     wanted
     */
    void begin(BooleanSupplier send) {
        if (mayBegin(send) && !send.getAsBoolean()) {
            ended();
        }
    }

    private synchronized boolean mayBegin(BooleanSupplier send) {
        if (open < most) {
            open++;
            return true;
        }
        waiting.add(send);
        return false;
    }

    /** One has ended. */
    void ended() {
        var next = next();
        while (next != null && !next.getAsBoolean()) {
            next = next();
        }
    }

    private synchronized @Nullable BooleanSupplier next() {
        var next = waiting.poll();
        if (next == null) {
            open--;
        }
        return next;
    }
}
