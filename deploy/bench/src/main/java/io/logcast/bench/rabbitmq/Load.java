package io.logcast.bench.rabbitmq;

/** What is the same for all candidates. */
final class Load {

    /** Bytes of a message's body. */
    static final int SIZE = 256;
    /** Published and not confirmed, at most. */
    static final int WINDOW = 1000;
    /** Delivered and not acknowledged, at most. */
    static final int PREFETCH = 500;
    /** The clients that acknowledge by hand do it for so many at once. */
    static final int ACK_EVERY = 100;
    /** After this a run has failed. */
    static final int PATIENCE_SECONDS = 120;

    private Load() {}

    static byte[] body() {
        return new byte[SIZE];
    }
}
