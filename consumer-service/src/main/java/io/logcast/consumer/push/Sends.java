package io.logcast.consumer.push;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Bounds how many requests this replica has open at a time; the others wait in order. */
final class Sends {

    private final int most;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int open;

    Sends(int most) {
        this.most = most;
    }

    /** Runs it now, or once others have ended; it must end with {@link #ended}, and must not block. */
    void begin(Runnable send) {
        if (mayBegin(send)) {
            send.run();
        }
    }

    private synchronized boolean mayBegin(Runnable send) {
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
        if (next != null) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        var next = waiting.poll();
        if (next == null) {
            open--;
        }
        return next;
    }
}
