package io.logcast.cli.send;

import io.logcast.cli.files.Lines;
import io.logcast.cli.terminal.Terminal;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves the lines of the standard input to a spool, on a daemon thread. While the spool is full, nothing is read, and
 * the program that writes to the pipe waits.
 */
final class InputReader {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Terminal terminal;
    private final InputStream in;
    private final EventEncoder encoder;
    private final String path;
    private final Spool spool;
    /** The input has no identity, so the same lines at another time are other events. */
    private final String stream = UUID.randomUUID().toString();

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    private final byte[] buffer = new byte[2 * Lines.MAX_BYTES];
    private int length;
    private long offset;
    private long forcedAt = System.nanoTime();
    private boolean isTold;

    /** @param path the path that the events are sent to, with their defaults as its query */
    InputReader(Terminal terminal, EventEncoder encoder, String path, Spool spool) {
        this.terminal = terminal;
        this.in = terminal.in();
        this.encoder = encoder;
        this.path = path;
        this.spool = spool;
    }

    void start() {
        var thread = new Thread(this::run, "logcast-input");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether all lines of the input are in the spool, or it can no longer be read. */
    boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** Waits at most that long for the end of the input. */
    void awaitEnd(Duration wait) throws InterruptedException {
        ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @throws IOException if the input could not be read to its end */
    void failIfFailed() throws IOException {
        var cause = failure;
        if (cause != null) {
            throw new IOException(cause instanceof IOException ? cause.getMessage() : cause.toString(), cause);
        }
    }

    /** Called when nothing more is sent. From now on a full spool ends the reading, since it will get no room. */
    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            // Lines are moved after each read, since the next read may fail.
            while (read()) {
                moveLines(false);
            }
            moveLines(true);
            spool.force();
        } catch (Throwable e) {
            // Also an Error: otherwise the command would end as if this were the end of the input.
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    /** Waits for bytes. Returns false at the end. */
    private boolean read() throws IOException {
        var count = in.read(buffer, length, buffer.length - length);
        length += Math.max(0, count);
        return count >= 0;
    }

    private void moveLines(boolean isEnd) throws IOException, InterruptedException {
        Lines lines;
        do {
            lines = Lines.of(buffer, length, offset, isEnd);
            for (var line : lines.lines()) {
                for (var event : encoder.encode(stream, line)) {
                    append(new SpooledEvent(path, event).toLine());
                }
            }
            length -= lines.length();
            offset += lines.length();
            System.arraycopy(buffer, lines.length(), buffer, 0, length);
        } while (lines.length() > 0);
        if (System.nanoTime() - forcedAt >= SECOND) {
            spool.force();
            forcedAt = System.nanoTime();
        }
    }

    /** Appends the line; waits while the spool is full or cannot be written. */
    private void append(byte[] line) throws IOException, InterruptedException {
        for (var reason = tryAppend(line); reason != null; reason = tryAppend(line)) {
            if (stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(reason);
            }
            if (!isTold) {
                isTold = true;
                terminal.note("standard input: " + reason + "; not reading until there is room");
            }
        }
    }

    private @Nullable String tryAppend(byte[] line) {
        try {
            return spool.append(line) ? null : "the spool is full";
        } catch (IOException e) {
            return "the spool cannot be written: " + e.getMessage();
        }
    }
}
