package io.logcast.producer.encodings.zstd;

/** The sequences of blocks: a number of literals, then a match (RFC 8878, sections 3.1.1.3.2 and 3.1.1.5). */
final class Sequences {

    private static final int PREDEFINED = 0;
    private static final int RUN = 1;
    private static final int REPEAT = 3;
    private static final int RESERVED = 3;
    private static final int LONG_COUNT = 0x7F00;

    private final Literals literals;
    private FseTable literalLengths = Codes.LITERAL_LENGTHS.predefined;
    private FseTable offsets = Codes.OFFSETS.predefined;
    private FseTable matchLengths = Codes.MATCH_LENGTHS.predefined;
    private boolean hasTables;
    private final int[] recent = new int[3];
    private int position;

    Sequences(Literals literals) {
        this.literals = literals;
    }

    /** Prepares for a new frame. */
    void reset() {
        hasTables = false;
        recent[0] = 1;
        recent[1] = 4;
        recent[2] = 8;
    }

    /** Decodes the block's sequences into the window. */
    void decode(byte[] block, int start, int end, Window window) {
        position = start;
        var count = count(block, end);
        if (count > 0) {
            var modes = next(block, end);
            if ((modes & RESERVED) != 0) {
                throw broken();
            }
            literalLengths = table(modes >> 6, Codes.LITERAL_LENGTHS, literalLengths, block, end);
            offsets = table(modes >> 4 & 3, Codes.OFFSETS, offsets, block, end);
            matchLengths = table(modes >> 2 & 3, Codes.MATCH_LENGTHS, matchLengths, block, end);
            hasTables = true;
            run(count, new BackwardBits(block, position, end), window);
        } else if (position != end) {
            throw broken();
        }
        literals.copyRestTo(window);
    }

    private int count(byte[] block, int end) {
        var first = next(block, end);
        if (first < 128) {
            return first;
        }
        var second = next(block, end);
        return first < 255 ? (first - 128 << 8) + second : second + (next(block, end) << 8) + LONG_COUNT;
    }

    private int next(byte[] block, int end) {
        if (position >= end) {
            throw broken();
        }
        return block[position++] & 0xff;
    }

    private FseTable table(int mode, Codes codes, FseTable last, byte[] block, int end) {
        switch (mode) {
            case PREDEFINED -> {
                return codes.predefined;
            }
            case RUN -> {
                return new FseTable(next(block, end));
            }
            case REPEAT -> {
                if (!hasTables) {
                    throw broken();
                }
                return last;
            }
            default -> {
                var in = new ForwardBits(block, position, end);
                var table = FseTable.read(in, codes.maxLog, codes.tableSymbols());
                position = in.byteAfter();
                return table;
            }
        }
    }

    private void run(int count, BackwardBits in, Window window) {
        var literalLength = literalLengths.first(in);
        var offset = offsets.first(in);
        var matchLength = matchLengths.first(in);
        for (int i = 0; i < count; i++) {
            var distance = Codes.OFFSETS.value(offsets.symbol(offset), in);
            var match = Codes.MATCH_LENGTHS.value(matchLengths.symbol(matchLength), in);
            var copied = Codes.LITERAL_LENGTHS.value(literalLengths.symbol(literalLength), in);
            literals.copyTo(window, copied);
            window.copy(distance(distance, copied), match);
            if (i < count - 1) {
                literalLength = literalLengths.next(literalLength, in);
                matchLength = matchLengths.next(matchLength, in);
                offset = offsets.next(offset, in);
            }
        }
        if (in.left() != 0) {
            throw broken();
        }
    }

    /** Values up to 3 stand for the distances that were used last. */
    private int distance(int value, int copied) {
        var index = value > 3 ? 3 : copied == 0 ? value : value - 1;
        var distance = value > 3 ? value - 3 : index == 3 ? recent[0] - 1 : recent[index];
        if (index > 1) {
            recent[2] = recent[1];
        }
        if (index > 0) {
            recent[1] = recent[0];
        }
        recent[0] = distance;
        return distance;
    }

    private static CorruptFrameException broken() {
        return new CorruptFrameException("sequences are broken");
    }
}
