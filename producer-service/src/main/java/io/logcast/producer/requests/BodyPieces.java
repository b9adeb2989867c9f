package io.logcast.producer.requests;

import io.logcast.producer.encodings.Decoding;
import org.jspecify.annotations.Nullable;

/** A body, piece by piece, without its content coding. Confined to the request's event loop. */
final class BodyPieces {

    /** Deflate reaches at most about half of this ratio, and logs far less; zstd can reach far more. */
    static final long MAX_RATIO = 2000;
    /** This many bytes may be decoded of any body, whatever the ratio. */
    private static final long FREE_BYTES = 64L * 1024 * 1024;

    private final Decoding decoding;
    private byte @Nullable [] next;
    private boolean isFirst;
    private long encodedBytes;
    private long decodedBytes;

    BodyPieces(Decoding decoding) {
        this.decoding = decoding;
    }

    /** More of the body, once {@link #peek} has nothing left. */
    void feed(byte[] chunk) {
        encodedBytes += chunk.length;
        decoding.feed(chunk);
        isFirst = true;
    }

    /**
     * The next piece, which stays until it is taken; null if more of the body is needed.
     *
     * @throws io.logcast.producer.encodings.BrokenEncodingException if the body is not in its coding
     */
    byte @Nullable [] peek() {
        if (next == null) {
            next = decoding.next();
            decodedBytes += next == null ? 0 : next.length;
        }
        return next;
    }

    /** Takes the piece. Returns whether it is the first one since the last {@link #feed}. */
    boolean take() {
        next = null;
        var wasFirst = isFirst;
        isFirst = false;
        return wasFirst;
    }

    /** Whether it is compressed more than a body may be. */
    boolean isTooDense() {
        return decodedBytes > FREE_BYTES && decodedBytes / MAX_RATIO > encodedBytes;
    }

    /** Whether a block of its coding has begun and is not complete. */
    boolean isInBlock() {
        return decoding.isInBlock();
    }

    /** The bytes that the decoding holds. */
    long held() {
        return decoding.held();
    }

    /** @throws io.logcast.producer.encodings.BrokenEncodingException if the body must not end here */
    void end() {
        decoding.end();
    }

    void close() {
        decoding.close();
    }
}
