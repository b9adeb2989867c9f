package io.logcast.client.outbox;

import io.logcast.client.OwnThread;
import io.logcast.client.sending.Sender;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes events and sees to it that they arrive: a queue in memory, a thread that writes it to a spool, and a sender that empties
 * that. {@link #offer} does no I/O and waits for nothing. If the queue or the spool is full, the newest events are dropped and
 * counted. A kill of the process loses what is in the queue; what the spool has is sent by the next process.
 */
public final class Outbox {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** Milliseconds that the thread has to end in any case. */
    private static final long MOMENT = 100;

    private static final long BETWEEN_NOTICES = TimeUnit.SECONDS.toNanos(10);

    private final OutboxSettings settings;
    private final OutboxListener listener;
    private final MemoryQueue queue;
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new OwnThread(this::run, "logcast-spool");
    private volatile @Nullable Spool spool;
    private volatile @Nullable Sender sender;
    private volatile boolean isAbandoned;

    private boolean isForced = true;
    private long forcedAt = System.nanoTime();
    private long toldDropped;
    private long toldAt = forcedAt - BETWEEN_NOTICES;

    /** Opens nothing yet. */
    public Outbox(OutboxSettings settings, OutboxListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.queue = new MemoryQueue(settings.queueBytes());
    }

    /** Opens the spool, or tells the listener why that is not possible yet; once. */
    public Outbox start() {
        try {
            open();
        } catch (IOException | RuntimeException e) {
            listener.onSpoolFailure(e.toString());
        }
        thread.start();
        return this;
    }

    /**
     * Takes the event, a line of JSON with an id; does not wait.
     *
     * @return whether it was taken into memory; otherwise it is dropped
     */
    public boolean offer(byte[] line) {
        var isTaken = !isStopping() && line.length <= Spool.MAX_LINE_BYTES && queue.offer(line);
        if (!isTaken) {
            dropped.incrementAndGet();
        }
        return isTaken;
    }

    /** How many events were dropped since the start, because memory or the spool had no room, or it was stopped. */
    public long dropped() {
        return dropped.get();
    }

    /** How many events the producer has accepted since the start. */
    public long accepted() {
        var opened = sender;
        return opened == null ? 0 : opened.accepted();
    }

    /** How many events the producer has refused for good since the start. */
    public long refused() {
        var opened = sender;
        return opened == null ? 0 : opened.refused();
    }

    private void open() throws IOException {
        var opened = Spool.open(settings.spoolDirectory(), settings.spoolBytes());
        sender = new Sender(opened, settings.sender(), listener).start();
        spool = opened;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        writeAll();
        if (isAbandoned) {
            try {
                close(Duration.ZERO);
            } catch (IOException e) {
                listener.onSpoolFailure(e.toString());
            } catch (InterruptedException e) {
                // Nobody interrupts it on purpose.
            }
        }
    }

    private void writeAll() {
        while (!isStopping() || queue.peek() != null) {
            try {
                step();
            } catch (IOException | RuntimeException e) {
                listener.onSpoolFailure(e.toString());
                if (pause()) {
                    dropAll();
                }
            }
        }
    }

    private void step() throws IOException {
        var opened = spool;
        var line = queue.peek();
        if (opened == null) {
            open();
        } else if (line == null) {
            forceIfDue(opened);
            queue.await(SECOND);
        } else {
            append(opened, line);
            forceIfDue(opened);
        }
    }

    private void append(Spool opened, byte[] line) throws IOException {
        isForced = false;
        if (opened.append(line)) {
            queue.remove();
            tellDropped(opened);
        } else {
            queue.remove();
            dropped.incrementAndGet();
        }
    }

    private void tellDropped(Spool opened) throws IOException {
        var untold = dropped.get() - toldDropped;
        if (untold > 0 && System.nanoTime() - toldAt >= BETWEEN_NOTICES && opened.append(listener.onDropped(untold))) {
            toldDropped += untold;
            toldAt = System.nanoTime();
        }
    }

    private void forceIfDue(Spool opened) throws IOException {
        if (!isForced && System.nanoTime() - forcedAt >= SECOND) {
            opened.force();
            isForced = true;
            forcedAt = System.nanoTime();
        }
    }

    /** Whether it is being stopped. */
    private boolean pause() {
        try {
            return stopping.await(SECOND, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts it on purpose.
            return isStopping();
        }
    }

    private void dropAll() {
        while (queue.peek() != null) {
            queue.remove();
            dropped.incrementAndGet();
        }
    }

    /**
     * Takes no more events, writes those in memory to the spool, and waits until all are sent; for at most that long.
     *
     * @return whether nothing is left; otherwise the next process sends what the spool has
     */
    public boolean stop(Duration patience) throws InterruptedException, IOException {
        var deadline = System.nanoTime() + patience.toNanos();
        stopping.countDown();
        queue.wake();
        thread.join(Math.max(MOMENT, patience.toMillis()));
        // Otherwise it closes the spool once it can.
        isAbandoned = true;
        return !thread.isAlive() && close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    private boolean close(Duration patience) throws InterruptedException, IOException {
        var sending = sender;
        var opened = spool;
        if (sending == null || opened == null) {
            return false;
        }
        try (opened) {
            return sending.stop(patience);
        }
    }
}
