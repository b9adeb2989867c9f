package io.logcast.consumer.bounds;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Limits the bytes that several callers hold together. Callers give back what they took. */
public final class ByteBudget {

    private final Semaphore free;

    public ByteBudget(int bytes) {
        this.free = new Semaphore(bytes, true);
    }

    /** An eighth of the largest heap: with the image's heap of 384 MiB, 48 MiB for each such budget. */
    public static ByteBudget ofHeap() {
        return new ByteBudget(
                (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8));
    }

    /** Takes the bytes if they are free now. */
    public boolean take(int bytes) {
        return free.tryAcquire(bytes);
    }

    /** Takes the bytes as soon as they are free; false if they are not free in time. */
    public boolean take(int bytes, Duration patience) throws InterruptedException {
        return free.tryAcquire(bytes, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void give(int bytes) {
        free.release(bytes);
    }

    /** The bytes that can be taken now. */
    public int free() {
        return free.availablePermits();
    }
}
