package io.logcast.producer.loki;

import io.logcast.producer.requests.RefusedException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.Snappy;

/** <a href="https://github.com/google/snappy/blob/main/format_description.txt">Snappy's block format</a>. */
final class SnappyBlock {

    private static final int MOST_BYTES_OF_A_LENGTH = 5;
    private static final int BITS_OF_A_BYTE = 7;

    private SnappyBlock() {}

    /**
     * The decoded bytes of the block. The block begins with their number, and no more than that are decoded.
     *
     * @throws RefusedException 413 if there are more than {@code maxSize}, 400 if it is not such a block
     */
    static byte[] decode(byte[] block, int maxSize) {
        var size = size(block);
        if (size > maxSize) {
            throw new RefusedException(
                    RefusedException.TOO_LARGE, "The body must have at most " + maxSize + " bytes, decoded");
        }
        var out = Unpooled.buffer((int) size, (int) size);
        try {
            if (size > 0) {
                new Snappy().decode(Unpooled.wrappedBuffer(block), out);
            }
        } catch (DecompressionException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // IllegalArgumentException: a length of 2 GiB or more, which Netty reads as a negative number.
            throw notSnappy();
        }
        if (out.readableBytes() != size) {
            throw notSnappy();
        }
        return out.array();
    }

    private static long size(byte[] block) {
        var size = 0L;
        for (int i = 0; i < Math.min(block.length, MOST_BYTES_OF_A_LENGTH); i++) {
            size |= (long) (block[i] & 0x7F) << (BITS_OF_A_BYTE * i);
            if (block[i] >= 0) {
                return size;
            }
        }
        if (block.length == 0) {
            return 0;
        }
        throw notSnappy();
    }

    private static RefusedException notSnappy() {
        return PushReading.malformed("it is not a block of Snappy, or ends too early");
    }
}
