package io.logcast.producer.requests;

import java.util.concurrent.atomic.AtomicLong;

/** What may be held at a time: so many things, of so many bytes together. Safe for use by many threads. */
public final class Budget {

    private final int maxCount;
    private final long maxBytes;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    public Budget(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Takes a place of that many bytes; false if there is none. One alone may be larger than all bytes. */
    public boolean tryTake(long size) {
        if (count.incrementAndGet() <= maxCount && tryGrow(size)) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    /** Makes a taken place larger; false if there are not so many bytes. */
    boolean tryGrow(long size) {
        var before = bytes.getAndAdd(size);
        if (before == 0 || before + size <= maxBytes) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    /** Gives back a place of that many bytes. */
    public void giveBack(long size) {
        bytes.addAndGet(-size);
        count.decrementAndGet();
    }
}
