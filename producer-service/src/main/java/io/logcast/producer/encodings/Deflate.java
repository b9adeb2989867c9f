package io.logcast.producer.encodings;

import org.jspecify.annotations.Nullable;

/**
 * The coding {@code deflate}: zlib (RFC 9110, section 8.4.1.2), and also without its envelope, since some clients send that
 * ("Some non-conformant implementations ...").
 */
final class Deflate implements Decoding {

    private static final String CODING = "deflate";
    private static final int METHOD_MASK = 0x0f;
    private static final int METHOD_DEFLATE = 8;
    private static final int CHECK = 31;

    private @Nullable Deflated stream;
    private byte[] begun = {};
    private byte[] fed = {};

    @Override
    public void feed(byte[] encoded) {
        fed = encoded;
        if (stream != null) {
            stream.feed(fed, 0);
        } else if (begun.length + fed.length >= 2) {
            fed = joined();
            stream = new Deflated(CODING, !isZlib(fed));
            stream.feed(fed, 0);
        } else {
            begun = joined();
        }
    }

    private byte[] joined() {
        var joined = new byte[begun.length + fed.length];
        System.arraycopy(begun, 0, joined, 0, begun.length);
        System.arraycopy(fed, 0, joined, begun.length, fed.length);
        return joined;
    }

    private static boolean isZlib(byte[] bytes) {
        var head = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return (bytes[0] & METHOD_MASK) == METHOD_DEFLATE && head % CHECK == 0;
    }

    @Override
    public byte @Nullable [] next() {
        if (stream == null) {
            return null;
        }
        var next = stream.next();
        if (next == null && stream.hasEnded() && stream.remaining() > 0) {
            throw BrokenEncodingException.of(CODING, "bytes follow its end");
        }
        return next;
    }

    @Override
    public void end() {
        if (stream == null || !stream.hasEnded()) {
            throw BrokenEncodingException.cut(CODING);
        }
    }

    @Override
    public long held() {
        return Deflated.HELD;
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }
}
