package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.connection.ConnectorThreads;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.connection.FlushHolder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that sends a channel's settlements, so that no handler ever waits for the socket. It gathers them for a
 * millisecond, or less when they are a quarter of the prefetch. Those behind a delivery that is still open wait for it
 * up to 20 ms, if the prefetch is large enough ({@link DeliverySession#flushInOrder}), since one {@code basic.ack} for
 * all costs the broker less than one for each.
 */
final class AckWriter extends Thread implements FlushHolder {

    private static final Logger LOG = Logger.getLogger(AckWriter.class);
    private static final long GATHER_NANOS = 1_000_000;
    private static final long KEEP_NANOS = 20_000_000;
    private static final int NOTHING = 0;
    private static final int SOON = 1;
    private static final int NOW = 2;

    private final int urgentAt;
    private final AtomicInteger wanted = new AtomicInteger(NOTHING);
    private volatile @Nullable DeliverySession session;
    private volatile boolean stopped;
    private boolean holding;
    /** When keeping began ({@link System#nanoTime}); null if nothing is kept. */
    private @Nullable Long keptSince;

    AckWriter(String channel, int prefetch) {
        this.urgentAt = Math.max(1, prefetch / 4);
        ConnectorThreads.named(this, "ack " + channel);
    }

    @Override
    public boolean holdsFlush() {
        return holding;
    }

    void use(DeliverySession opened) {
        session = opened;
        want(NOW);
    }

    void settled(DeliverySession in) {
        want(in.ledger.settledSinceFlush() >= urgentAt ? NOW : SOON);
    }

    /** Sends all that is settled, and ends the thread. */
    void shutDown(long millis) {
        stopped = true;
        LockSupport.unpark(this);
        try {
            join(Math.max(1, millis));
        } catch (InterruptedException e) {
            currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (!stopped) {
            int now = wanted.get();
            if (now == NOTHING && !keptLongEnough()) {
                await();
                continue;
            }
            if (now == SOON) {
                LockSupport.parkNanos(this, GATHER_NANOS);
            }
            // Before the flush: what is settled from here on causes another one.
            wanted.set(NOTHING);
            flush();
        }
        flush();
    }

    private void await() {
        var since = keptSince;
        if (since == null) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, since + KEEP_NANOS - System.nanoTime());
        }
    }

    private boolean keptLongEnough() {
        var since = keptSince;
        return since != null && System.nanoTime() - since >= KEEP_NANOS;
    }

    private void flush() {
        var current = session;
        if (current == null) {
            return;
        }
        try {
            holding = true;
            send(current);
            holding = false;
            current.flushHeld();
        } catch (IOException e) {
            LOG.debugf(e, "Settlements were not sent; the broker delivers the messages again");
        } catch (RuntimeException | Error e) {
            // It is unknown what was sent, so the channel must be closed.
            Faults.report(getName(), e);
            current.fail(e);
        } finally {
            holding = false;
        }
    }

    private void send(DeliverySession current) {
        if (stopped || keptLongEnough()) {
            current.flush();
            keptSince = null;
        } else if (current.flushInOrder() == 0) {
            keptSince = null;
        } else if (keptSince == null) {
            keptSince = System.nanoTime();
        }
    }

    private void want(int urgency) {
        if (wanted.get() < urgency && wanted.getAndAccumulate(urgency, Math::max) < urgency) {
            LockSupport.unpark(this);
        }
    }
}
