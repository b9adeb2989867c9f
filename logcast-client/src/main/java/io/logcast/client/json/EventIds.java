package io.logcast.client.json;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDs of version 7 (RFC 9562), roughly ordered by time, without waiting for randomness: 64 of their bits are a
 * scrambled counter with a random start, so they are unique within a process.
 */
public final class EventIds {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int LOW_BITS = 62;
    private static final long LOW = (1L << LOW_BITS) - 1;

    private final InstantSource clock;
    private final long high;
    private final AtomicLong counter;

    public EventIds(InstantSource clock) {
        this.clock = clock;
        var seed = new byte[2 * Long.BYTES];
        new SecureRandom().nextBytes(seed);
        var bits = ByteBuffer.wrap(seed);
        this.high = bits.getLong() & 0xFFC;
        this.counter = new AtomicLong(bits.getLong());
    }

    public UUID next() {
        var bits = scrambled(counter.incrementAndGet());
        var time = clock.millis() << 16 | VERSION;
        return new UUID(time | high | bits >>> LOW_BITS, VARIANT | (bits & LOW));
    }

    /** The last step of SplitMix64, which maps different numbers to different numbers. */
    private static long scrambled(long number) {
        var once = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        var twice = (once ^ once >>> 27) * 0x94D049BB133111EBL;
        return twice ^ twice >>> 31;
    }
}
