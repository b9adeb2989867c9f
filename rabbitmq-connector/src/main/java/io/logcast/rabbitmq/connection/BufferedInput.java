package io.logcast.rabbitmq.connection;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The bytes that the broker sends, for one reading thread. Unlike {@link java.io.BufferedInputStream} it takes no lock for
 * each byte. It remembers when the broker last sent something, and runs tasks before it waits for more.
 */
final class BufferedInput extends InputStream {

    private static final int SIZE = 8 * 1024;

    private final InputStream socket;
    private final byte[] buffer = new byte[SIZE];
    private int next;
    private int end;
    private final Set<Runnable> drainedTasks = new CopyOnWriteArraySet<>();
    private volatile long lastReadAt = System.nanoTime();

    BufferedInput(InputStream socket) {
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        return next < end || fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == end) {
            if (length >= SIZE) {
                return receive(bytes, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, end - next);
        System.arraycopy(buffer, next, bytes, offset, count);
        next += count;
        return count;
    }

    /** Runs the task each time before more is received. */
    void onDrained(Runnable task) {
        drainedTasks.add(task);
    }

    /** The {@link System#nanoTime()} of the last byte. */
    long lastReadAt() {
        return lastReadAt;
    }

    /** False at the end of the stream. */
    private boolean fill() throws IOException {
        int count = receive(buffer, 0, SIZE);
        next = 0;
        end = Math.max(0, count);
        return count > 0;
    }

    private int receive(byte[] bytes, int offset, int length) throws IOException {
        drainedTasks.forEach(Runnable::run);
        int count = socket.read(bytes, offset, length);
        lastReadAt = System.nanoTime();
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
