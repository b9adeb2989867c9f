package io.logcast.consumer.archive.parts;

import java.util.UUID;

/** A Bloom filter of ids. It recognises each of them, and by mistake fewer than one in a thousand other ids. */
final class IdFilter {

    // Each mistake makes PostgreSQL read a random page of an earlier part.
    private static final int BITS_OF_AN_ID = 16;
    private static final int HASHES = 11;
    private static final long MOST_WORDS = Integer.MAX_VALUE - 8L;

    private final long[] words;
    private final long bits;

    /** @param ids how many ids it is sized for; with more ids, it makes more mistakes */
    IdFilter(long ids) {
        this.words = new long[(int) Math.min(MOST_WORDS, bytes(ids) / Long.BYTES)];
        this.bits = (long) words.length * Long.SIZE;
    }

    /** The memory that a filter for that many ids takes. */
    static long bytes(long ids) {
        return (1 + ids * BITS_OF_AN_ID / Long.SIZE) * Long.BYTES;
    }

    void add(UUID id) {
        var hash = hash(id);
        for (int i = 0; i < HASHES; i++, hash = mix(hash)) {
            var bit = bit(hash);
            words[(int) (bit >>> 6)] |= 1L << bit;
        }
    }

    boolean mayContain(UUID id) {
        var hash = hash(id);
        for (int i = 0; i < HASHES; i++, hash = mix(hash)) {
            var bit = bit(hash);
            if ((words[(int) (bit >>> 6)] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private long bit(long hash) {
        return (hash >>> 1) % bits;
    }

    private static long hash(UUID id) {
        return mix(id.getMostSignificantBits() ^ mix(id.getLeastSignificantBits()));
    }

    /** The finalizer of SplitMix64: each bit of the result depends on all of the argument. */
    private static long mix(long value) {
        var mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
