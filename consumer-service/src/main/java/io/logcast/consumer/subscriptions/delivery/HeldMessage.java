package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.delivery.EventStates.State;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage.Content;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A delivered message that this replica answers for. Each event is handed out and settled by itself; the message is
 * acknowledged when all are settled. Only the events that were not settled go back, so that the others do not come
 * again.
 */
public final class HeldMessage {

    private static final int[] NONE = {};
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final long number;
    private final Received received;
    private final Content content;
    private final QueueReader reader;
    private final Republisher republisher;
    private final HoldTimes times;
    private final boolean hasAckIds;
    private final EventStates events;

    private int unsettled;
    /** Whether the message can be requeued as it is. */
    private boolean isWhole;

    private boolean isRequeued;

    /**
     * @param content its events, and the lines that are not events, which become dead letters
     * @param hasAckIds whether subscribers get ack ids of its events
     */
    HeldMessage(
            long number,
            Received received,
            Content content,
            QueueReader reader,
            Republisher republisher,
            HoldTimes times,
            boolean hasAckIds) {
        this.number = number;
        this.received = received;
        this.content = content;
        this.reader = reader;
        this.republisher = republisher;
        this.times = times;
        this.hasAckIds = hasAckIds;
        this.events = new EventStates(content.events().size(), System.nanoTime() + times.ackDeadline());
        this.unsettled = events.count() + content.unreadable().size();
        this.isWhole = content.unreadable().isEmpty();
    }

    /** An event that is handed out to a subscriber. */
    public record HandedOut(HeldMessage message, int index, LogEvent event, boolean redelivered) {}

    long number() {
        return number;
    }

    boolean hasAckIds() {
        return hasAckIds;
    }

    public Received received() {
        return received;
    }

    /**
     * Hands out the next events, at most that many. If it is too late for that, it hands out none, and the remaining
     * events go back to the queue.
     */
    public List<HandedOut> handOut(int max) {
        var now = System.nanoTime();
        if (isTooLate(now)) {
            sendBack(leave(EventStates::waiting));
            return List.of();
        }
        return handOut(max, now);
    }

    private synchronized List<HandedOut> handOut(int max, long now) {
        var out = new ArrayList<HandedOut>();
        var deadline = now + times.ackDeadline();
        for (var index : events.waiting()) {
            // The remaining events get this deadline too: a subscriber that takes them one by one will want these as
            // well.
            events.setDeadline(index, deadline);
            if (out.size() < max) {
                events.set(index, State.HANDED_OUT);
                reader.held().handedOut(1);
                out.add(new HandedOut(this, index, content.events().get(index), received.redelivered()));
            }
        }
        return out;
    }

    synchronized boolean isSettled() {
        return events.areAll(State.SETTLED);
    }

    /** Whether this replica still answers for it: it was neither settled nor given back, and its channel is open. */
    public boolean isHeld() {
        return reader.held().has(this);
    }

    synchronized boolean hasWaiting() {
        return events.isAny(State.WAITING);
    }

    /** Acknowledges the event; false if it is not handed out, or no longer. */
    public synchronized boolean ack(int index) {
        if (!events.is(index, State.HANDED_OUT)) {
            return false;
        }
        leaveHandedOut(index, State.SETTLED);
        settle(1);
        return true;
    }

    /** Gives the event to another reader; false in the same cases as {@link #ack}. */
    boolean giveBack(int index) {
        int[] leaving;
        synchronized (this) {
            if (!events.is(index, State.HANDED_OUT)) {
                return false;
            }
            leaving = leave(here -> new int[] {index});
        }
        sendBack(leaving);
        return true;
    }

    /** Makes the event a dead letter; false in the same cases as {@link #ack}. */
    public boolean reject(int index, String reason) {
        synchronized (this) {
            if (!events.is(index, State.HANDED_OUT)) {
                return false;
            }
            isWhole = false;
            leaveHandedOut(index, State.LEAVING);
        }
        republisher
                .deadLetter(reader.subscription().name(), received, received.line(content, index), reason)
                .whenComplete((confirmed, failure) -> left(new int[] {index}, failure));
        return true;
    }

    /** An unreadable line has become a dead letter, or could not become one. */
    synchronized void unreadableLeft(@Nullable Throwable failure) {
        if (isRequeued) {
            return;
        }
        if (failure == null) {
            settle(1);
        } else {
            requeue();
        }
    }

    /** Requeues the whole message, including events that were settled. */
    private synchronized void requeue() {
        isRequeued = true;
        for (var index : events.all()) {
            leaveHandedOut(index, State.SETTLED);
        }
        reader.requeue(this);
    }

    /** Gives back all events that are not settled. */
    public void giveBackAll() {
        sendBack(leave(EventStates::here));
    }

    /** Sends all of it to the end of its queue as a new message; this does not count as a delivery. */
    public void postpone() {
        republisher.toQueue(reader.subscription(), received).whenComplete((confirmed, failure) -> postponed(failure));
    }

    private synchronized void postponed(@Nullable Throwable failure) {
        if (isRequeued) {
            return;
        }
        if (failure == null) {
            for (var index : events.all()) {
                leaveHandedOut(index, State.SETTLED);
            }
            reader.ack(this);
        } else {
            requeue();
        }
    }

    private boolean isTooLate(long now) {
        return now - times.lastHandOut(received.at()) > 0;
    }

    /** Gives back events that were not settled in time. */
    void expire(long now) {
        if (now - times.end(received.at()) > 0) {
            // Its remaining events could not be published.
            requeue();
            return;
        }
        sendBack(leave(here -> here.late(now)));
    }

    /** The events that have to be published now; none if the message is requeued as it is. */
    private synchronized int[] leave(Function<EventStates, int[]> which) {
        var leaving = which.apply(events);
        if (leaving.length > 0 && isWhole && leaving.length == events.count()) {
            requeue();
            return NONE;
        }
        for (var index : leaving) {
            leaveHandedOut(index, State.LEAVING);
        }
        return leaving;
    }

    /**
     * Not under this message's lock, since that could deadlock: publishing takes another lock, under which outcomes of
     * other messages are reported.
     */
    private void sendBack(int[] leaving) {
        if (leaving.length > 0) {
            republisher
                    .toQueue(reader.subscription(), received, received.lines(content, leaving), leaving.length)
                    .whenComplete((confirmed, failure) -> left(leaving, failure));
        }
    }

    private synchronized void left(int[] indexes, @Nullable Throwable failure) {
        if (isRequeued) {
            return;
        }
        if (failure instanceof PublishException refusal && refusal.reason() == Reason.UNROUTABLE) {
            // Either the queue is gone, and this message with it, or it has lost its binding, and gets the message
            // back.
            requeue();
            return;
        }
        for (var index : indexes) {
            events.set(index, failure == null ? State.SETTLED : State.WAITING);
            events.setDeadline(index, System.nanoTime() + RETRY_NANOS);
        }
        if (failure == null) {
            settle(indexes.length);
        }
    }

    private void leaveHandedOut(int index, State next) {
        if (events.is(index, State.HANDED_OUT)) {
            reader.held().handedOut(-1);
        }
        events.set(index, next);
    }

    private void settle(int count) {
        isWhole = false;
        unsettled -= count;
        if (unsettled == 0) {
            reader.ack(this);
        }
    }
}
