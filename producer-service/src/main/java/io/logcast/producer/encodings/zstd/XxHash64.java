package io.logcast.producer.encodings.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum of a frame's content, XXH64 with the seed 0, of bytes as they come. */
final class XxHash64 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private final long[] lanes = {Long.sum(P1, P2), P2, 0, -P1};
    private final byte[] begun = new byte[STRIPE];
    private int held;
    private long total;

    void update(byte[] bytes) {
        total += bytes.length;
        var position = 0;
        if (held > 0) {
            position = Math.min(STRIPE - held, bytes.length);
            System.arraycopy(bytes, 0, begun, held, position);
            held += position;
            if (held < STRIPE) {
                return;
            }
            stripe(begun, 0);
            held = 0;
        }
        for (; position + STRIPE <= bytes.length; position += STRIPE) {
            stripe(bytes, position);
        }
        held = bytes.length - position;
        System.arraycopy(bytes, position, begun, 0, held);
    }

    private void stripe(byte[] bytes, int from) {
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = round(lanes[lane], (long) LONGS.get(bytes, from + lane * Long.BYTES));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    /** The lower half of the hash, which is what frames have. */
    int low() {
        var hash = total < STRIPE ? P5 : merged();
        hash += total;
        var position = 0;
        for (; position + Long.BYTES <= held; position += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(begun, position)), 27) * P1 + P4;
        }
        if (position + Integer.BYTES <= held) {
            hash = Long.rotateLeft(hash ^ Literals.littleEndian(begun, position, Integer.BYTES) * P1, 23) * P2 + P3;
            position += Integer.BYTES;
        }
        for (; position < held; position++) {
            hash = Long.rotateLeft(hash ^ (begun[position] & 0xff) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return (int) (hash ^ hash >>> 32);
    }

    private long merged() {
        var hash = Long.rotateLeft(lanes[0], 1)
                + Long.rotateLeft(lanes[1], 7)
                + Long.rotateLeft(lanes[2], 12)
                + Long.rotateLeft(lanes[3], 18);
        for (var lane : lanes) {
            hash = (hash ^ round(0, lane)) * P1 + P4;
        }
        return hash;
    }
}
