package io.logcast.consumer.subscriptions.delivery;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.JsonLines;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.LogMessage.Content;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A delivered message that this replica answers for. Each of its events is handed out, and settled, by itself; the
 * message is acknowledged when all are. What of it goes back goes back alone, so that what was acknowledged does not come
 * again.
 */
final class HeldMessage {

    private enum State {
        WAITING,
        HANDED_OUT,
        /** Being published elsewhere; settled once the broker has confirmed that. */
        LEAVING,
        SETTLED
    }

    private static final int[] NONE = {};
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final long number;
    private final Received received;
    private final Content content;
    private final QueueReader reader;
    private final Republisher republisher;
    private final HoldTimes times;
    private final State[] states;
    /** When what is not settled goes to another; for each event. */
    private final long[] deadlines;

    private int unsettled;
    /** Whether the broker can have it back as it is. */
    private boolean isWhole;

    private boolean isRequeued;

    /** @param content its events, and the lines that are not events, which leave by themselves */
    HeldMessage(
            long number,
            Received received,
            Content content,
            QueueReader reader,
            Republisher republisher,
            HoldTimes times) {
        this.number = number;
        this.received = received;
        this.content = content;
        this.reader = reader;
        this.republisher = republisher;
        this.times = times;
        var events = content.events().size();
        var unreadable = content.unreadable().size();
        this.states = new State[events];
        this.deadlines = new long[events];
        this.unsettled = events + unreadable;
        this.isWhole = unreadable == 0;
        Arrays.fill(states, State.WAITING);
        Arrays.fill(deadlines, System.nanoTime() + times.ackDeadline());
    }

    /** An event that a subscriber gets now. */
    record HandedOut(HeldMessage message, int index, LogEvent event, boolean redelivered) {}

    long number() {
        return number;
    }

    Received received() {
        return received;
    }

    /** The next events, at most so many; none if it is too late for that, and those that wait go back. */
    List<HandedOut> handOut(int max) {
        var now = System.nanoTime();
        if (isTooLate(now)) {
            sendBack(leave(i -> states[i] == State.WAITING));
            return List.of();
        }
        return handOut(max, now);
    }

    private synchronized List<HandedOut> handOut(int max, long now) {
        var out = new ArrayList<HandedOut>();
        var deadline = now + times.ackDeadline();
        for (var index : indexes(i -> states[i] == State.WAITING)) {
            // Of those that are left too: who takes them one by one shows that the rest is wanted here.
            deadlines[index] = deadline;
            if (out.size() < max) {
                states[index] = State.HANDED_OUT;
                reader.handedOut(1);
                out.add(new HandedOut(this, index, content.events().get(index), received.redelivered()));
            }
        }
        return out;
    }

    synchronized boolean isSettled() {
        return Arrays.stream(states).allMatch(State.SETTLED::equals);
    }

    synchronized boolean hasWaiting() {
        return Arrays.asList(states).contains(State.WAITING);
    }

    /** The subscriber is done with the event; false if it is not, or no longer, handed out. */
    synchronized boolean ack(int index) {
        if (!isHandedOut(index)) {
            return false;
        }
        leaveHandedOut(index, State.SETTLED);
        settle(1);
        return true;
    }

    /** The subscriber wants the event to go to another; false as {@link #ack}. */
    boolean giveBack(int index) {
        int[] leaving;
        synchronized (this) {
            if (!isHandedOut(index)) {
                return false;
            }
            leaving = leave(i -> i == index);
        }
        sendBack(leaving);
        return true;
    }

    /** The subscriber can never process the event; false as {@link #ack}. */
    boolean reject(int index, String reason) {
        synchronized (this) {
            if (!isHandedOut(index)) {
                return false;
            }
            isWhole = false;
            leaveHandedOut(index, State.LEAVING);
        }
        republisher
                .deadLetter(reader.subscription().name(), received, line(index), reason)
                .whenComplete((confirmed, failure) -> left(new int[] {index}, failure));
        return true;
    }

    /** A line that is no event has become a dead letter, or could not. */
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

    /** All of it comes again, whatever was done with its events. */
    private synchronized void requeue() {
        isRequeued = true;
        for (var index : indexes(i -> true)) {
            leaveHandedOut(index, State.SETTLED);
        }
        reader.requeue(this);
    }

    /** Gives back all that is not settled. */
    void giveBackAll() {
        sendBack(leave(this::isHere));
    }

    private boolean isHere(int index) {
        return states[index] == State.WAITING || states[index] == State.HANDED_OUT;
    }

    private boolean isTooLate(long now) {
        return now - times.lastHandOut(received.at()) > 0;
    }

    /** Gives back what was not settled in time. */
    void expire(long now) {
        if (now - times.end(received.at()) > 0) {
            // What is left of it could not be published.
            requeue();
            return;
        }
        sendBack(leave(i -> isHere(i) && deadlines[i] - now < 0));
    }

    private int[] indexes(IntPredicate which) {
        return IntStream.range(0, states.length).filter(which).toArray();
    }

    /** Those that have to be published now; none if the broker takes back all of it as it is. */
    private synchronized int[] leave(IntPredicate which) {
        var leaving = indexes(which);
        if (leaving.length > 0 && isWhole && leaving.length == states.length) {
            requeue();
            return NONE;
        }
        for (var index : leaving) {
            leaveHandedOut(index, State.LEAVING);
        }
        return leaving;
    }

    /** Not under this message's lock: publishing takes a lock too, under which the outcome of others is told. */
    private void sendBack(int[] leaving) {
        if (leaving.length > 0) {
            republisher
                    .toQueue(reader.subscription(), received, lines(leaving), leaving.length)
                    .whenComplete((confirmed, failure) -> left(leaving, failure));
        }
    }

    /** The event as it was sent, with what only a later release knows of it. */
    private byte[] line(int index) {
        var delivery = received.delivery();
        return delivery.isForeign() ? delivery.body() : LogMessage.line(delivery.body(), content.lineNumber(index));
    }

    private byte[] lines(int[] indexes) {
        if (received.delivery().isForeign()) {
            return received.delivery().body();
        }
        var numbers = Arrays.stream(indexes).map(content::lineNumber).boxed().collect(Collectors.toSet());
        return JsonLines.select(received.delivery().body(), numbers);
    }

    private synchronized void left(int[] indexes, @Nullable Throwable failure) {
        if (isRequeued) {
            return;
        }
        if (failure instanceof PublishException refusal && refusal.reason() == Reason.UNROUTABLE) {
            // The queue is gone, and this message with it; or it lost its binding, and gets the message back.
            requeue();
            return;
        }
        for (var index : indexes) {
            states[index] = failure == null ? State.SETTLED : State.WAITING;
            deadlines[index] = System.nanoTime() + RETRY_NANOS;
        }
        if (failure == null) {
            settle(indexes.length);
        }
    }

    private boolean isHandedOut(int index) {
        return index < states.length && states[index] == State.HANDED_OUT;
    }

    private void leaveHandedOut(int index, State next) {
        if (states[index] == State.HANDED_OUT) {
            reader.handedOut(-1);
        }
        states[index] = next;
    }

    private void settle(int count) {
        isWhole = false;
        unsettled -= count;
        if (unsettled == 0) {
            reader.ack(this);
        }
    }
}
