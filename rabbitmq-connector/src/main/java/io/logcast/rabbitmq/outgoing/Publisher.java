package io.logcast.rabbitmq.outgoing;

import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connection.ConnectorThreads;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.connection.FlushHolder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes a channel's messages, in the order in which they were accepted. It does not flush while more
 * messages are queued, so that many messages share a packet.
 */
final class Publisher extends Thread implements FlushHolder {

    private static final long RECONNECT_POLL_NANOS = 5_000_000;

    private final BlockingQueue<Publication> queue;
    private final Outcomes outcomes;
    private final long graceNanos;
    private volatile @Nullable PublishSession session;
    private volatile @Nullable String blockedReason;
    private volatile boolean stopped;
    /**
     * The message taken from the queue, which may not be in a session's window yet; kept here so that it can expire
     * meanwhile.
     */
    private volatile @Nullable Publication inHand;

    private boolean holding;

    Publisher(String channel, int capacity, long graceNanos, Outcomes outcomes) {
        this.queue = new LinkedBlockingQueue<>(capacity);
        this.graceNanos = graceNanos;
        this.outcomes = outcomes;
        ConnectorThreads.named(this, "publish " + channel);
    }

    @Override
    public boolean holdsFlush() {
        return holding;
    }

    /** Queues the message for sending, or fails it at once. Never blocks. */
    void accept(Publication publication) {
        var refusal = graceNanos > 0 && !stopped ? null : unavailable();
        if (refusal != null) {
            outcomes.fail(publication, refusal);
        } else if (!queue.offer(publication)) {
            outcomes.fail(publication, new PublishException(Reason.NOT_CONNECTED, "more messages than were requested"));
        } else if (stopped) {
            // shutDown() may have emptied the queue before this message was added.
            outcomes.fail(publication, stopping());
        }
    }

    void use(@Nullable PublishSession opened) {
        session = opened;
        LockSupport.unpark(this);
    }

    @Nullable
    PublishSession session() {
        return session;
    }

    void blocked(@Nullable String reason) {
        blockedReason = reason;
    }

    boolean isUsable() {
        return unavailable() == null;
    }

    /** Fails messages that were accepted before that time and have no outcome yet, wherever they are. */
    void expire(long acceptedBefore, long now) {
        expire(inHand, acceptedBefore, now);
        for (var publication : queue) {
            expire(publication, acceptedBefore, now);
        }
        var current = session;
        if (current != null) {
            current.expire(acceptedBefore, now, blockedReason != null);
        }
    }

    /** Ends the thread and fails all messages that are still queued. */
    void shutDown() {
        stopped = true;
        interrupt();
        for (var publication = queue.poll(); publication != null; publication = queue.poll()) {
            outcomes.fail(publication, stopping());
        }
        outcomes.settled();
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                send(next());
            } catch (InterruptedException e) {
                // The channel is stopped, which ends the loop; any other interrupt is ignored.
            } catch (RuntimeException | Error e) {
                Faults.report(getName(), e);
                failInHand(e);
            } finally {
                inHand = null;
            }
        }
    }

    /**
     * Fails the message that is being sent. If it is not in the confirm window yet, nobody else would ever complete it.
     */
    private void failInHand(Throwable cause) {
        var publication = inHand;
        if (publication != null) {
            outcomes.fail(publication, new PublishException(Reason.INVALID, "could not be sent: " + cause, cause));
            outcomes.settled();
        }
    }

    private Publication next() throws InterruptedException {
        var publication = queue.poll();
        if (publication == null) {
            flushHeld();
            publication = queue.take();
        }
        inHand = publication;
        return publication;
    }

    private void send(Publication publication) {
        var refusal = awaitUsable(publication);
        if (publication.isDone()) {
            return;
        }
        var current = session;
        if (refusal != null || current == null) {
            outcomes.fail(publication, refusal == null ? stopping() : refusal);
            outcomes.settled();
            return;
        }
        holding = !queue.isEmpty();
        current.publish(publication);
    }

    private void flushHeld() {
        if (holding) {
            holding = false;
            var current = session;
            if (current != null) {
                current.flush();
            }
        }
    }

    /**
     * Waits until the message can be sent, for at most the grace period. Null if it can be sent; otherwise the reason
     * why not.
     */
    private @Nullable PublishException awaitUsable(Publication publication) {
        var refusal = unavailable();
        while (refusal != null
                && !stopped
                && !publication.isDone()
                && System.nanoTime() - publication.acceptedAt < graceNanos) {
            LockSupport.parkNanos(this, RECONNECT_POLL_NANOS);
            refusal = unavailable();
        }
        return refusal;
    }

    private @Nullable PublishException unavailable() {
        if (stopped) {
            return stopping();
        }
        var current = session;
        if (current == null || !current.isUsable()) {
            return new PublishException(Reason.NOT_CONNECTED, "no connection to the broker");
        }
        var blocked = blockedReason;
        return blocked == null ? null : new PublishException(Reason.BLOCKED, blocked);
    }

    private void expire(@Nullable Publication publication, long acceptedBefore, long now) {
        if (publication != null && publication.acceptedAt - acceptedBefore < 0) {
            outcomes.fail(publication, publication.pastDeadline(now));
        }
    }

    private static PublishException stopping() {
        return new PublishException(Reason.NOT_CONNECTED, "the application is stopping");
    }
}
