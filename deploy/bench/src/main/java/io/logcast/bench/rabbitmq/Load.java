package io.logcast.bench.rabbitmq;

/** The figures that are the same for all candidates. */
final class Load {

    /** Bytes of a message's body. */
    static final int SIZE = 256;
    /** The most messages that are published and not confirmed. */
    static final int WINDOW = 1000;
    /** The most messages that are delivered and not acknowledged. */
    static final int PREFETCH = 500;
    /** Clients that acknowledge by hand do it for this many messages at once. */
    static final int ACK_EVERY = 100;
    /** A run that takes longer has failed. */
    static final int PATIENCE_SECONDS = 120;

    private Load() {}

    static byte[] body() {
        return new byte[SIZE];
    }
}
