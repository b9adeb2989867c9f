package io.logcast.client.sending;

import io.logcast.client.OwnThread;
import io.logcast.client.spool.Position;
import io.logcast.client.spool.Spool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the lines of a spool to the producer, in order, on a daemon thread, and acknowledges those that the producer
 * has accepted. Each line is an event as JSON with an id of its own. A line is sent again with that id until it is
 * answered, if necessary by the next process, and the archive stores it once. A line that the producer refuses for good
 * is reported to the listener and skipped.
 *
 * <p>If a request fails as a whole, for example because of a wrong key or path, it is tried again too, since the fault
 * can be corrected.
 */
public final class Sender implements AutoCloseable {

    private static final int MAX_LINES = 1_000;
    /** With line breaks and headers less than the 1 MiB that a proxy such as nginx takes by default. */
    private static final int MAX_BYTES = 900 << 10;

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final Spool spool;
    private final SenderListener listener;
    private final BackOff backOff;
    private final Producer producer;
    private final Thread thread;
    /** The lines read last that still have to be sent, in order. */
    private List<byte[]> pending = List.of();

    private int atOnce = MAX_LINES;
    private Position end;
    private int failures;
    private volatile boolean isStopping;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** Nothing else may read the spool. The caller closes the spool, after the sender. */
    public Sender(Spool spool, SenderSettings settings, SenderListener listener) {
        this.spool = spool;
        this.end = new Position(0, 0);
        this.listener = listener;
        this.backOff = new BackOff(settings.firstBackOff(), settings.maxBackOff(), new SplittableRandom());
        this.producer = new Producer(settings);
        this.thread = new OwnThread(this::run, "logcast-sender");
    }

    /** Starts sending. Call it once. */
    public Sender start() {
        thread.start();
        return this;
    }

    /** How many events the producer has accepted since the start. */
    public long accepted() {
        return accepted.get();
    }

    /** How many events the producer has refused for good since the start. */
    public long refused() {
        return refused.get();
    }

    private void run() {
        while (!isStopping) {
            try {
                step();
            } catch (InterruptedException e) {
                // The sender is being stopped, or a listener has left its interrupt.
            }
        }
    }

    private void step() throws InterruptedException {
        try {
            if (pending.isEmpty()) {
                var batch = spool.read(MAX_LINES, MAX_BYTES, WAIT);
                pending = batch.lines();
                // After a request that was too large, the next ones grow again by small steps.
                atOnce = Math.min(MAX_LINES, atOnce + atOnce / 8 + 1);
                end = batch.end();
            }
            while (!pending.isEmpty()) {
                sendSome();
            }
            spool.acknowledge(end);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Also an Error: without this thread nothing would be sent any more.
            failed("Sending from the spool failed: " + e, Duration.ZERO);
        }
    }

    private void sendSome() throws InterruptedException {
        var sent = pending.subList(0, Math.min(atOnce, pending.size()));
        var attempt = producer.post(sent);
        if (attempt.isTooLarge() && sent.size() > 1) {
            atOnce = sent.size() / 2;
            return;
        }
        var left = new ArrayList<>(attempt.again());
        left.addAll(pending.subList(sent.size(), pending.size()));
        pending = left;
        accepted.addAndGet(
                sent.size() - attempt.again().size() - attempt.refused().size());
        attempt.refused().forEach(this::refused);
        if (!attempt.again().isEmpty()) {
            failed(attempt.failure(), attempt.retryAfter());
        } else if (failures > 0) {
            failures = 0;
            tell(listener::onRecovery);
        }
    }

    private void refused(Attempt.Refused event) {
        refused.incrementAndGet();
        tell(() -> listener.onRefused(event.line(), event.status(), event.reason()));
    }

    private void failed(String reason, Duration retryAfter) throws InterruptedException {
        var pause = backOff.pause(++failures, retryAfter);
        tell(() -> listener.onFailure(reason, pause));
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    }

    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            // The listener failed; sending goes on.
        }
    }

    /**
     * Waits at most that long until the present contents of the spool are acknowledged, then stops sending. The rest
     * stays in the spool.
     *
     * @return whether all was acknowledged
     */
    public boolean stop(Duration patience) throws InterruptedException {
        try {
            return spool.awaitAcknowledged(patience);
        } finally {
            close();
        }
    }

    /** Stops sending at once. */
    @Override
    public void close() {
        isStopping = true;
        thread.interrupt();
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            producer.close();
        }
    }
}
