package io.logcast.producer.encodings.zstd;

/**
 * The header of a frame (RFC 8878, section 3.1.1.1).
 *
 * @param windowSize how far back matches may reach
 * @param contentSize -1 if the header does not have it
 */
record FrameHeader(int windowSize, long contentSize, boolean hasChecksum) {

    /** The largest window of the HTTP coding (RFC 9659). */
    static final int MAX_WINDOW = 8 * 1024 * 1024;

    private static final int SINGLE = 0x20;
    private static final int RESERVED = 0x08;
    private static final int CHECKSUM = 0x04;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int MIN_WINDOW_LOG = 10;

    /** How many bytes a block decodes to at most. */
    int maxBlock() {
        return Math.min(windowSize, Window.MAX_BLOCK);
    }

    /** How many bytes follow the descriptor. */
    static int length(int descriptor) {
        return (isSingle(descriptor) ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3] + contentSizeBytes(descriptor);
    }

    static FrameHeader read(int descriptor, byte[] bytes) {
        if ((descriptor & RESERVED) != 0) {
            throw new CorruptFrameException("a frame's header is broken");
        }
        var position = isSingle(descriptor) ? 0 : 1;
        var dictionaryBytes = DICTIONARY_BYTES[descriptor & 3];
        if (Literals.littleEndian(bytes, position, dictionaryBytes) != 0) {
            throw new CorruptFrameException("it needs a dictionary");
        }
        var sizeBytes = contentSizeBytes(descriptor);
        var size = Literals.littleEndian(bytes, position + dictionaryBytes, sizeBytes);
        var contentSize = sizeBytes == 0 ? -1 : sizeBytes == 2 ? size + 256 : size;
        var window = isSingle(descriptor) ? contentSize : window(bytes[0] & 0xff);
        if (window < 0 || window > MAX_WINDOW) {
            throw new CorruptFrameException("its window has more than " + MAX_WINDOW + " bytes");
        }
        return new FrameHeader((int) window, contentSize, (descriptor & CHECKSUM) != 0);
    }

    private static long window(int descriptor) {
        var base = 1L << MIN_WINDOW_LOG + (descriptor >> 3);
        return base + base / 8 * (descriptor & 7);
    }

    private static boolean isSingle(int descriptor) {
        return (descriptor & SINGLE) != 0;
    }

    private static int contentSizeBytes(int descriptor) {
        var flag = descriptor >> 6;
        return flag == 0 ? isSingle(descriptor) ? 1 : 0 : 1 << flag;
    }
}
