package io.logcast.client.sending;

import io.logcast.client.OwnThread;
import io.logcast.client.spool.Position;
import io.logcast.client.spool.Spool;
import java.time.Duration;
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

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final Spool spool;
    private final SenderListener listener;
    private final BackOff backOff;
    private final Producer producer;
    private final Delivery delivery;
    private final Thread thread;
    /** The end of the lines read last. */
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
        this.delivery = new Delivery(producer, new Outcomes());
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
                // The sender is being stopped, or a listener has left the thread interrupted.
            }
        }
    }

    private void step() throws InterruptedException {
        try {
            if (delivery.isDone()) {
                var batch = spool.read(Delivery.MAX_LINES, Delivery.MAX_BYTES, WAIT);
                delivery.take(batch.lines());
                end = batch.end();
            }
            delivery.run();
            spool.acknowledge(end);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Also an Error: without this thread nothing would be sent any more.
            failed("Sending from the spool failed: " + e, Duration.ZERO);
        }
    }

    /** Counts and reports; no failure of the listener ends it. */
    private final class Outcomes implements DeliveryListener {

        @Override
        public void onSettled(int newlyAccepted, int again) {
            accepted.addAndGet(newlyAccepted);
            if (again == 0 && failures > 0) {
                failures = 0;
                tell(listener::onRecovery);
            }
        }

        @Override
        public void onRefused(byte[] line, int status, String reason) {
            refused.incrementAndGet();
            tell(() -> listener.onRefused(line, status, reason));
        }

        @Override
        public void onFailure(Failure failure) throws InterruptedException {
            failed(failure.reason(), failure.retryAfter());
        }
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
