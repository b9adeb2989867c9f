package io.logcast.rabbitmq.connection;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Buffers what amqp-client writes, passes a flush on unless its thread is a {@link FlushHolder} that holds it back, and
 * remembers since when a write to the socket has been stuck.
 */
final class WatchedOutput extends OutputStream {

    private static final int SIZE = 64 * 1024;

    private final OutputStream socket;
    private final byte[] buffer = new byte[SIZE];
    private int used;
    private volatile long writingSince;

    WatchedOutput(OutputStream socket) {
        this.socket = socket;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        if (used == SIZE) {
            send();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > SIZE - used) {
            send();
        }
        if (length > SIZE) {
            transfer(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, used, length);
            used += length;
        }
    }

    @Override
    public void flush() throws IOException {
        if (!(Thread.currentThread() instanceof FlushHolder holder && holder.holdsFlush())) {
            flushNow();
        }
    }

    synchronized void flushNow() throws IOException {
        send();
        socket.flush();
    }

    /** The {@link System#nanoTime()} at which the current write began; 0 if none is running. */
    long writingSince() {
        return writingSince;
    }

    private void send() throws IOException {
        if (used > 0) {
            int length = used;
            used = 0;
            transfer(buffer, 0, length);
        }
    }

    private void transfer(byte[] bytes, int offset, int length) throws IOException {
        writingSince = System.nanoTime() | 1;
        try {
            socket.write(bytes, offset, length);
        } finally {
            writingSince = 0;
        }
    }
}
