package io.logcast.producer.encodings.zstd;

/** A decoding table of finite state entropy (RFC 8878, section 4.1). */
final class FseTable {

    private static final int MIN_LOG = 5;
    private static final int ALL_REPEATED = 3;

    final int log;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] bases;

    /** @param counts of each symbol; -1 is "less than 1" */
    FseTable(short[] counts, int symbolCount, int log) {
        this.log = log;
        var size = 1 << log;
        this.symbols = new byte[size];
        this.bits = new byte[size];
        this.bases = new short[size];
        var next = new int[symbolCount];
        var high = size;
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            if (counts[symbol] < 0) {
                symbols[--high] = (byte) symbol;
                next[symbol] = 1;
            } else {
                next[symbol] = counts[symbol];
            }
        }
        spread(counts, symbolCount, high);
        for (int state = 0; state < size; state++) {
            var count = next[symbols[state] & 0xff]++;
            bits[state] = (byte) (log - highestBit(count));
            bases[state] = (short) ((count << bits[state]) - size);
        }
    }

    /** A table of one symbol, which takes no bits. */
    FseTable(int symbol) {
        this.log = 0;
        this.symbols = new byte[] {(byte) symbol};
        this.bits = new byte[1];
        this.bases = new short[1];
    }

    private void spread(short[] counts, int symbolCount, int high) {
        var size = symbols.length;
        var step = (size >> 1) + (size >> 3) + 3;
        var position = 0;
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            for (int i = 0; i < counts[symbol]; i++) {
                symbols[position] = (byte) symbol;
                do {
                    position = position + step & size - 1;
                } while (position >= high);
            }
        }
        if (position != 0) {
            throw new CorruptFrameException("an entropy table is broken");
        }
    }

    /** Reads the counts of a table, and makes it. */
    static FseTable read(ForwardBits in, int maxLog, int maxSymbols) {
        var log = in.read(4) + MIN_LOG;
        if (log > maxLog) {
            throw new CorruptFrameException("an entropy table is too large");
        }
        var counts = new short[maxSymbols];
        var symbol = 0;
        var remaining = 1 << log;
        while (remaining > 0) {
            if (symbol == maxSymbols) {
                throw new CorruptFrameException("an entropy table has too many symbols");
            }
            var count = count(in, remaining);
            counts[symbol++] = (short) count;
            remaining -= Math.abs(count);
            if (count == 0) {
                symbol += zeros(in);
                if (symbol > maxSymbols) {
                    throw new CorruptFrameException("an entropy table has too many symbols");
                }
            }
        }
        if (remaining < 0) {
            throw new CorruptFrameException("an entropy table is broken");
        }
        return new FseTable(counts, symbol, log);
    }

    /** Reads one symbol count. Small values are stored in one bit less than large ones (RFC 8878, section 4.1.1). */
    private static int count(ForwardBits in, int remaining) {
        var width = highestBit(remaining + 1) + 1;
        var value = in.read(width);
        var lower = (1 << width - 1) - 1;
        var threshold = (1 << width) - 1 - (remaining + 1);
        if ((value & lower) < threshold) {
            in.goBackOne();
            value &= lower;
        } else if (value > lower) {
            value -= threshold;
        }
        return value - 1;
    }

    private static int zeros(ForwardBits in) {
        var zeros = 0;
        int repeat;
        do {
            repeat = in.read(2);
            zeros += repeat;
        } while (repeat == ALL_REPEATED);
        return zeros;
    }

    static int highestBit(int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }

    int first(BackwardBits in) {
        return (int) in.read(log);
    }

    int symbol(int state) {
        return symbols[state] & 0xff;
    }

    int next(int state, BackwardBits in) {
        return (bases[state] & 0xffff) + (int) in.read(bits[state]);
    }
}
