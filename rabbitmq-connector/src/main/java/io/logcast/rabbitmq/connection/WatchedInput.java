package io.logcast.rabbitmq.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Remembers when the broker last sent something, and runs a task when the reader asks for more. */
final class WatchedInput extends FilterInputStream {

    private final Set<Runnable> drainedTasks = new CopyOnWriteArraySet<>();
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
        drainedTasks.forEach(Runnable::run);
        return heard(super.read(bytes, offset, length));
    }

    /** Runs the task each time before more is read. */
    void onDrained(Runnable task) {
        drainedTasks.add(task);
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
