package io.logcast.producer.encodings.zstd;

import java.util.Arrays;

/** A decoding table of Huffman codes for literals (RFC 8878, section 4.2). */
final class HuffmanTable {

    private static final int MAX_BITS = 11;
    private static final int MAX_SYMBOLS = 256;
    private static final int MAX_WEIGHTS_LOG = 6;
    private static final int DIRECT = 128;

    private final int maxBits;
    private final byte[] symbols;
    private final byte[] bits;

    /** @param weights of all symbols but the last, whose weight follows from theirs */
    private HuffmanTable(int[] weights, int count) {
        var sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i] > 0 ? 1 << weights[i] - 1 : 0;
        }
        if (sum == 0) {
            throw broken();
        }
        maxBits = FseTable.highestBit(sum) + 1;
        var left = (1 << maxBits) - sum;
        if (maxBits > MAX_BITS || Integer.bitCount(left) != 1) {
            throw broken();
        }
        weights[count] = FseTable.highestBit(left) + 1;
        symbols = new byte[1 << maxBits];
        bits = new byte[1 << maxBits];
        fill(weights, count + 1);
    }

    private void fill(int[] weights, int count) {
        var position = 0;
        for (int weight = 1; weight <= maxBits; weight++) {
            for (int symbol = 0; symbol < count; symbol++) {
                if (weights[symbol] == weight) {
                    var next = position + (1 << weight - 1);
                    Arrays.fill(symbols, position, next, (byte) symbol);
                    Arrays.fill(bits, position, next, (byte) (maxBits + 1 - weight));
                    position = next;
                }
            }
        }
    }

    /** How many bytes the description of a table takes, its first one included. */
    static int length(int first) {
        return first < DIRECT ? 1 + first : 1 + (first - DIRECT + 2) / 2;
    }

    /** Reads the description of a table. */
    static HuffmanTable read(byte[] bytes, int start, int end) {
        var weights = new int[MAX_SYMBOLS];
        var first = bytes[start] & 0xff;
        int count;
        if (first < DIRECT) {
            count = weights(bytes, start + 1, end, weights);
        } else {
            count = first - DIRECT + 1;
            for (int i = 0; i < count; i++) {
                var both = bytes[start + 1 + i / 2];
                weights[i] = (i % 2 == 0 ? both >> 4 : both) & 0xf;
            }
        }
        for (int i = 0; i < count; i++) {
            if (weights[i] > MAX_BITS) {
                throw broken();
            }
        }
        return new HuffmanTable(weights, count);
    }

    /** Two states take turns, until the bits are used up. */
    private static int weights(byte[] bytes, int start, int end, int[] weights) {
        var head = new ForwardBits(bytes, start, end);
        var table = FseTable.read(head, MAX_WEIGHTS_LOG, MAX_SYMBOLS);
        var in = new BackwardBits(bytes, head.byteAfter(), end);
        var state = table.first(in);
        var other = table.first(in);
        var count = 0;
        // The last symbol's weight is not among them.
        while (count < MAX_SYMBOLS - 2) {
            weights[count++] = table.symbol(state);
            var next = table.next(state, in);
            if (in.left() < 0) {
                weights[count++] = table.symbol(other);
                return count;
            }
            state = other;
            other = next;
        }
        throw broken();
    }

    /** Decodes exactly this many bytes, and must use up exactly those bits. */
    void decode(byte[] bytes, int start, int end, byte[] out, int from, int to) {
        var in = new BackwardBits(bytes, start, end);
        for (int i = from; i < to; i++) {
            var code = (int) in.peek(maxBits);
            out[i] = symbols[code];
            in.skip(bits[code]);
        }
        if (in.left() != 0) {
            throw new CorruptFrameException("literals are broken");
        }
    }

    private static CorruptFrameException broken() {
        return new CorruptFrameException("a table of literals is broken");
    }
}
