package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.requests.Failures;
import io.logcast.producer.requests.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one batch: those awaiting their confirm, and those queued because the batch's or the global in-flight
 * limit is reached. A batch with many routing keys waits for a slot instead of being refused. Confined to the request's
 * event loop.
 */
final class MessagesInFlight {

    /** When the unconfirmed messages of the batch have this many bytes, further ones are queued. */
    private static final int MAX_BYTES = 1024 * 1024;
    /** The rough size of a message without its body. */
    private static final int OVERHEAD = 1024;

    private static final long RETRY_MILLIS = 10;

    private final Destination destination;
    private final Executor eventLoop;
    private final long patienceNanos;
    private final Settled settled;
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long waitingSince;
    private boolean isRetrying;
    private int inFlightBytes;

    /** @param patienceNanos how long a message may wait for a place while no other message gets one */
    MessagesInFlight(Destination destination, Executor eventLoop, long patienceNanos, Settled settled) {
        this.destination = destination;
        this.eventLoop = eventLoop;
        this.patienceNanos = patienceNanos;
        this.settled = settled;
    }

    /** Receives the outcome of each message. */
    @FunctionalInterface
    interface Settled {

        /**
         * @param lines the lines of the message's events
         * @param refusal null if the broker has confirmed it
         */
        void onSettled(long[] lines, @Nullable RefusedException refusal);
    }

    private record Sent(LogMessage message, long[] lines) {

        int cost() {
            return message.body().length + OVERHEAD;
        }
    }

    /** Sends the message, after all messages that were passed in before. */
    void send(LogMessage message, long[] lines) {
        var next = new Sent(message, lines);
        if (!waiting.isEmpty() || !hasSent(next)) {
            if (waiting.isEmpty()) {
                waitingSince = System.nanoTime();
            }
            waiting.add(next);
            waitingBytes += next.cost();
            retryLater();
        }
    }

    /** Whether further messages have to wait until the broker has confirmed earlier ones. */
    boolean isFull() {
        return inFlightBytes >= MAX_BYTES || !waiting.isEmpty();
    }

    boolean isEmpty() {
        return inFlightBytes == 0 && waiting.isEmpty();
    }

    /** The bytes of the messages that have not been sent yet. */
    int waitingBytes() {
        return waitingBytes;
    }

    private boolean hasSent(Sent next) {
        if (inFlightBytes >= MAX_BYTES) {
            return false;
        }
        var confirmed = destination.publish(next.message).toCompletableFuture();
        if (confirmed.isCompletedExceptionally() && refusal(failure(confirmed)).status() == RefusedException.TOO_MANY) {
            return false;
        }
        // The callback does not refer to the message, to save memory: its events may be in a shared message by now.
        var cost = next.cost();
        var lines = next.lines;
        inFlightBytes += cost;
        confirmed.whenComplete((none, failure) -> eventLoop.execute(() -> {
            inFlightBytes -= cost;
            sendWaiting();
            settled.onSettled(lines, failure == null ? null : refusal(failure));
        }));
        return true;
    }

    private void sendWaiting() {
        for (var next = waiting.peek(); next != null && hasSent(next); next = waiting.peek()) {
            drop(next);
            waitingSince = System.nanoTime();
        }
    }

    private void drop(Sent first) {
        waiting.remove();
        waitingBytes -= first.cost();
    }

    private void retryLater() {
        if (!isRetrying) {
            isRetrying = true;
            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, eventLoop)
                    .execute(this::retry);
        }
    }

    private void retry() {
        isRetrying = false;
        sendWaiting();
        if (waiting.isEmpty()) {
            return;
        }
        if (System.nanoTime() - waitingSince > patienceNanos) {
            refuseWaiting();
        } else {
            retryLater();
        }
    }

    private void refuseWaiting() {
        for (var next = waiting.peek(); next != null; next = waiting.peek()) {
            drop(next);
            settled.onSettled(
                    next.lines,
                    new RefusedException(
                            RefusedException.TOO_MANY, "Too many messages are waiting for the broker's confirm"));
        }
    }

    private static Throwable failure(CompletableFuture<Void> failed) {
        return failed.handle((none, failure) -> failure).join();
    }

    private static RefusedException refusal(Throwable failure) {
        var cause = Failures.causeOf(failure);
        return cause instanceof RefusedException refused
                ? refused
                : new RefusedException(RefusedException.UNAVAILABLE, String.valueOf(cause.getMessage()), cause);
    }
}
