package io.logcast.rabbitmq.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Remembers when the broker was last heard of. */
final class WatchedInput extends FilterInputStream {

    private volatile long lastReadAt = System.nanoTime();

    WatchedInput(InputStream socket) {
        super(socket);
    }

    @Override
    public int read() throws IOException {
        return heard(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return heard(super.read(bytes, offset, length));
    }

    /** The {@link System#nanoTime()} of the last byte. */
    long lastReadAt() {
        return lastReadAt;
    }

    private int heard(int result) {
        lastReadAt = System.nanoTime();
        return result;
    }
}
