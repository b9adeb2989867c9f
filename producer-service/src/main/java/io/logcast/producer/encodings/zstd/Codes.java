package io.logcast.producer.encodings.zstd;

/** The meaning of the codes of sequences, and the predefined tables (RFC 8878, section 3.1.1.3.2). */
final class Codes {

    static final Codes LITERAL_LENGTHS = new Codes(
            9,
            6,
            new int[] {
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256,
                512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
            },
            new int[] {
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13,
                14, 15, 16
            },
            new short[] {
                4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
                -1, -1
            });

    static final Codes MATCH_LENGTHS = new Codes(
            9,
            6,
            new int[] {
                3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
                31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195,
                16387, 32771, 65539
            },
            new int[] {
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1,
                1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
            },
            new short[] {
                1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
            });

    /** An offset with code n has n bits below its highest bit. Larger codes would reach beyond the largest window. */
    static final Codes OFFSETS = offsets();

    private static final int MAX_OFFSET_CODE = 27;

    final int maxLog;
    final FseTable predefined;
    private final int[] bases;
    private final int[] bits;

    private Codes(int maxLog, int log, int[] bases, int[] bits, short[] counts) {
        this.maxLog = maxLog;
        this.bases = bases;
        this.bits = bits;
        this.predefined = new FseTable(counts, counts.length, log);
    }

    private static Codes offsets() {
        var bases = new int[MAX_OFFSET_CODE + 1];
        var bits = new int[MAX_OFFSET_CODE + 1];
        for (int code = 0; code <= MAX_OFFSET_CODE; code++) {
            bases[code] = 1 << code;
            bits[code] = code;
        }
        return new Codes(8, 5, bases, bits, new short[] {
            1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
        });
    }

    /** Tables of offsets have 32 codes; not all of them can be used. */
    int tableSymbols() {
        return this == OFFSETS ? Integer.SIZE : bases.length;
    }

    /** The value of a code, with the bits that it takes from the stream. */
    int value(int code, BackwardBits in) {
        if (code >= bases.length) {
            throw new CorruptFrameException("a sequence is out of bounds");
        }
        return bases[code] + (int) in.read(bits[code]);
    }
}
