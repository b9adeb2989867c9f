package io.logcast.client.outbox;

import io.logcast.client.OwnThread;
import io.logcast.client.sending.Sender;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes events and delivers them: a queue in memory, a thread that writes it to a spool, and a sender that empties the
 * spool. {@link #offer} does no I/O and never waits. If the queue or the spool is full, new events are dropped and
 * counted. If the process is killed, the events in the queue are lost; those in the spool are sent by the next process.
 * A JVM that ends without {@link #stop} waits up to 2 s until the queue is in the spool.
 */
public final class Outbox {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** The least time that the thread gets to end, in milliseconds. */
    private static final long MOMENT = 100;

    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);
    private static final long BETWEEN_NOTICES = TimeUnit.SECONDS.toNanos(10);

    private final OutboxSettings settings;
    private final OutboxListener listener;
    private final MemoryQueue queue;
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new OwnThread(this::run, "logcast-spool");
    private final LastMoment lastMoment;
    private volatile @Nullable Spool spool;
    private volatile @Nullable Sender sender;
    /** Whether the thread or the caller of {@link #stop} is done. The second of the two closes the spool. */
    private final AtomicBoolean isOneDone = new AtomicBoolean();

    private final AtomicBoolean isStopCalled = new AtomicBoolean();
    /** The thread takes no more lines. */
    private volatile boolean isEnded;

    private boolean isForced = true;
    private long forcedAt = System.nanoTime();
    private long toldDropped;
    private long toldDamaged;
    private long toldAt = forcedAt - BETWEEN_NOTICES;

    /** Does not open the spool yet. */
    public Outbox(OutboxSettings settings, OutboxListener listener) {
        this(settings, listener, LAST_MOMENT);
    }

    /** @param lastMoment how long the end of the JVM waits for the queue */
    Outbox(OutboxSettings settings, OutboxListener listener, Duration lastMoment) {
        this.settings = settings;
        this.listener = listener;
        this.queue = new MemoryQueue(settings.queueBytes());
        this.lastMoment = new LastMoment(queue, lastMoment);
    }

    /** Starts the outbox, once: opens the spool, or tells the listener why this is not possible yet. */
    public Outbox start() {
        try {
            open();
        } catch (Throwable e) {
            tellFailure(e);
        }
        thread.start();
        lastMoment.add();
        return this;
    }

    /**
     * Takes the event, a line of JSON with an id, without waiting. Drops it if it is empty, longer than
     * {@link Spool#MAX_LINE_BYTES}, or has a line break.
     *
     * @return whether it was taken; otherwise it was dropped
     */
    public boolean offer(byte[] line) {
        var isTaken = !isStopping() && Spool.isLine(line) && queue.offer(line);
        if (!isTaken) {
            dropped.incrementAndGet();
        } else if (isEnded) {
            // It was stopped meanwhile.
            dropAll();
        }
        return isTaken;
    }

    /**
     * How many events have been dropped since the start, because memory or the spool was full, the outbox was stopped,
     * or they were not lines.
     */
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
        try {
            sender = new Sender(opened, settings.sender(), listener).start();
            spool = opened;
        } catch (Throwable e) {
            // Otherwise the directory would stay locked.
            opened.close();
            throw e;
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        writeAll();
        isEnded = true;
        dropAll();
        try {
            closeIfSecond(Duration.ZERO);
        } catch (IOException e) {
            tellFailure(e);
        } catch (InterruptedException e) {
            // Nobody interrupts it on purpose.
        }
    }

    private void writeAll() {
        while (!isStopping() || queue.peek() != null) {
            // Checked before the step: after a stop has ended a pause, one more try may find the directory released.
            var isLastTry = isStopping();
            try {
                step();
            } catch (Throwable e) {
                // Also an Error: without this thread nothing would reach the spool any more.
                tellFailure(e);
                if (isLastTry) {
                    dropAll();
                } else {
                    pause();
                }
            }
        }
    }

    private void tellFailure(Throwable failure) {
        try {
            listener.onSpoolFailure(failure.toString());
        } catch (Throwable e) {
            // The listener failed; the outbox goes on.
        }
    }

    private void step() throws IOException {
        var opened = spool;
        var line = queue.peek();
        if (opened == null) {
            open();
        } else if (line == null) {
            forceIfDue(opened);
            tellDamaged(opened);
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
        if (untold > 0 && System.nanoTime() - toldAt >= BETWEEN_NOTICES) {
            // Set even if there is no room for the notice, so that it is not tried again at once.
            toldAt = System.nanoTime();
            var notice = notice(untold);
            if (Spool.isLine(notice) && opened.append(notice)) {
                toldDropped += untold;
            }
        }
    }

    private void tellDamaged(Spool opened) {
        var untold = opened.damagedBytes() - toldDamaged;
        if (untold > 0) {
            toldDamaged += untold;
            try {
                listener.onDamaged(untold);
            } catch (Throwable e) {
                // The listener failed; the outbox goes on.
            }
        }
    }

    private byte[] notice(long untold) {
        try {
            return listener.onDropped(untold);
        } catch (Throwable e) {
            // The listener failed; the outbox goes on.
            return new byte[0];
        }
    }

    private void forceIfDue(Spool opened) throws IOException {
        if (!isForced && System.nanoTime() - forcedAt >= SECOND) {
            opened.force();
            isForced = true;
            forcedAt = System.nanoTime();
        }
    }

    /** Waits a second, or until the outbox is being stopped. */
    private void pause() {
        try {
            stopping.await(SECOND, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts it on purpose.
        }
    }

    private void dropAll() {
        while (queue.remove()) {
            dropped.incrementAndGet();
        }
    }

    /**
     * Takes no more events, writes those in memory to the spool, and waits at most that long until all are sent.
     *
     * @return whether all were sent; otherwise the next process sends the rest from the spool
     */
    public boolean stop(Duration patience) throws InterruptedException, IOException {
        var deadline = System.nanoTime() + patience.toNanos();
        var isFirst = !isStopCalled.getAndSet(true);
        stopping.countDown();
        queue.wake();
        try {
            thread.join(Math.max(MOMENT, patience.toMillis()));
        } catch (InterruptedException e) {
            if (isFirst) {
                closeIfSecond(Duration.ZERO);
            }
            throw e;
        } finally {
            lastMoment.remove();
        }
        // A later call only waits: the spool is closed by the first call or by the thread.
        return isFirst && closeIfSecond(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    /** Closes the spool if the other of the two is done. Otherwise the other one closes it as soon as it can. */
    private boolean closeIfSecond(Duration patience) throws InterruptedException, IOException {
        return isOneDone.getAndSet(true) && close(patience);
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
