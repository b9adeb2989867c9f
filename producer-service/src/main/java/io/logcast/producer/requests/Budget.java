package io.logcast.producer.requests;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Limits what may be held at a time, in number and in bytes. Safe for use by many threads. */
public final class Budget {

    private final @Nullable Budget whole;
    private final int maxCount;
    private final long maxBytes;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    public Budget(int maxCount, long maxBytes) {
        this(null, maxCount, maxBytes);
    }

    private Budget(@Nullable Budget whole, int maxCount, long maxBytes) {
        this.whole = whole;
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** A part of this budget: places taken from the part count here too. */
    Budget part(int maxCount, long maxBytes) {
        return new Budget(this, maxCount, maxBytes);
    }

    /**
     * Takes a place of that many bytes; false if the budget is used up. A place that is the only one may exceed the
     * limit in bytes.
     */
    public boolean tryTake(long size) {
        if (count.incrementAndGet() <= maxCount && tryAdd(size)) {
            if (whole == null || whole.tryTake(size)) {
                return true;
            }
            bytes.addAndGet(-size);
        }
        count.decrementAndGet();
        return false;
    }

    /** Makes a taken place larger; false if not enough bytes are left. */
    boolean tryGrow(long size) {
        if (!tryAdd(size)) {
            return false;
        }
        if (whole == null || whole.tryGrow(size)) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    private boolean tryAdd(long size) {
        var before = bytes.getAndAdd(size);
        if (before == 0 || before + size <= maxBytes) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    /** Makes a taken place smaller. */
    void shrink(long size) {
        bytes.addAndGet(-size);
        if (whole != null) {
            whole.shrink(size);
        }
    }

    /** Gives back a place of that many bytes. */
    public void giveBack(long size) {
        bytes.addAndGet(-size);
        count.decrementAndGet();
        if (whole != null) {
            whole.giveBack(size);
        }
    }
}
