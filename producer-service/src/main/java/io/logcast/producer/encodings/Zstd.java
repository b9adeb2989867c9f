package io.logcast.producer.encodings;

import io.logcast.producer.encodings.zstd.CorruptFrameException;
import io.logcast.producer.encodings.zstd.FrameDecoder;
import org.jspecify.annotations.Nullable;

/** The coding {@code zstd} (RFC 8878): one frame, or several in a row, with windows of 8 MiB at most (RFC 9659). */
final class Zstd implements Decoding {

    private static final String CODING = "zstd";

    private final FrameDecoder frames = new FrameDecoder();

    @Override
    public void feed(byte[] encoded) {
        frames.feed(encoded);
    }

    @Override
    public byte @Nullable [] next() {
        try {
            return frames.next();
        } catch (CorruptFrameException e) {
            throw BrokenEncodingException.of(CODING, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void end() {
        if (!frames.isAtEnd()) {
            throw BrokenEncodingException.cut(CODING);
        }
    }

    @Override
    public boolean isInBlock() {
        return frames.isInBlock();
    }

    @Override
    public long held() {
        return frames.held();
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
