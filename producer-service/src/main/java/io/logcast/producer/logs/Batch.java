package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.model.wire.Route;
import io.logcast.producer.requests.RefusedException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request on their way to the broker: gathered into messages of one routing key and one set of routing
 * attributes, in their order. Confined to the request's event loop.
 */
final class Batch {

    /** What a message that is not full yet costs beside its events, roughly. */
    private static final int ROUTE_BYTES = 1024;
    /** Events after which others on the event loop have their turn: what is refused does not fill the batch. */
    private static final int TURN = 256;

    private final Batches batches;
    private final Executor eventLoop;
    private final Map<Route, Gathering> gatherings = new HashMap<>();
    private final BatchOutcome outcome;
    private final MessagesInFlight inFlight;
    private final int maxGatheredBytes;
    private final CompletableFuture<BatchAnswer> answer = new CompletableFuture<>();
    private int gatheredBytes;
    private boolean hasEnded;
    private @Nullable Runnable whenRoom;

    /** @param maxGatheredBytes what the messages that are not full yet may hold together */
    Batch(Batches batches, Destination destination, BatchOutcome outcome, Executor eventLoop, int maxGatheredBytes) {
        this.batches = batches;
        this.eventLoop = eventLoop;
        this.outcome = outcome;
        this.maxGatheredBytes = maxGatheredBytes;
        this.inFlight = new MessagesInFlight(destination, eventLoop, batches.deadlineNanos, this::onSettled);
    }

    private record Gathering(LogMessage.Builder message, LongStream.Builder lines) {}

    /** Adds the event of that line, or notes what is wrong with it. */
    void add(long line, Supplier<LogEvent> event) {
        try {
            gather(line, event.get());
        } catch (MalformedJsonException e) {
            outcome.malformed(line, String.valueOf(e.getMessage()));
        } catch (InvalidLogEventException e) {
            outcome.invalid(line, e);
        }
    }

    void addTooLong(long line) {
        outcome.tooLong(line);
    }

    void skip(long line) {
        outcome.reach(line);
    }

    /** The line behind the last one is not taken. */
    void refuseNext(RefusedException reason) {
        outcome.notStored(outcome.lines() + 1, reason);
    }

    /** What the messages that were not sent yet hold together. */
    int heldBytes() {
        return gatheredBytes() + inFlight.waitingBytes();
    }

    /** What its answer holds. */
    int keptBytes() {
        return outcome.heldBytes();
    }

    /** Whether the broker is to confirm first what it has. */
    boolean isFull() {
        return inFlight.isFull();
    }

    /** Runs the action, once, when it is not full any more. */
    void whenRoom(Runnable action) {
        whenRoom = action;
    }

    /** Whether no more are to be added, since the answer has no room for more, or is certain. */
    boolean isStopped() {
        return outcome.isStopped();
    }

    /** Publishes what is gathered. */
    void flush() {
        for (var route : List.copyOf(gatherings.keySet())) {
            publish(route);
        }
    }

    /** No more events come. Fails if the broker took none at all. */
    CompletionStage<BatchAnswer> end() {
        // What is to be sent again would come twice.
        if (!outcome.isRefused()) {
            flush();
        }
        hasEnded = true;
        answerIfSettled();
        return answer;
    }

    CompletionStage<BatchAnswer> addAllAndEnd(Iterator<Supplier<LogEvent>> events) {
        addFrom(1, events);
        return answer;
    }

    private void addFrom(long first, Iterator<Supplier<LogEvent>> events) {
        var line = first;
        try {
            for (; events.hasNext() && !isStopped(); line++) {
                var next = line;
                if (isFull()) {
                    whenRoom(() -> addFrom(next, events));
                    return;
                }
                if (line - first == TURN) {
                    eventLoop.execute(() -> addFrom(next, events));
                    return;
                }
                add(line, events.next());
            }
            end();
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private void gather(long line, LogEvent event) {
        var route = Route.of(event, batches.routingAttributes.of(event));
        var gathering = gatherings.get(route);
        var bytes = gathering == null ? 0 : gathering.message.bytes();
        if (gathering == null || !gathering.message.add(event)) {
            if (gathering != null) {
                publish(route);
            }
            bytes = 0;
            gathering = new Gathering(
                    new LogMessage.Builder(event, route, batches.maxMessageEvents, batches.maxMessageBytes),
                    LongStream.builder());
            gatherings.put(route, gathering);
        }
        gathering.lines.add(line);
        gatheredBytes += gathering.message.bytes() - bytes;
        outcome.read(line, event.id());
        if (gatheredBytes() >= maxGatheredBytes) {
            publishLargest();
        }
    }

    private int gatheredBytes() {
        return gatheredBytes + gatherings.size() * ROUTE_BYTES;
    }

    /** Makes room for an eighth. The broker's cost is by the message, so those with few events wait for more. */
    private void publishLargest() {
        var largestFirst = gatherings.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        gathering -> -gathering.getValue().message.bytes()))
                .map(Map.Entry::getKey)
                .iterator();
        while (gatheredBytes() > maxGatheredBytes / 8 * 7 && largestFirst.hasNext()) {
            publish(largestFirst.next());
        }
    }

    private void publish(Route route) {
        var gathering = gatherings.remove(route);
        if (gathering == null) {
            return;
        }
        gatheredBytes -= gathering.message.bytes();
        inFlight.send(gathering.message.build(), gathering.lines.build().toArray());
    }

    private void onSettled(long[] lines, @Nullable RefusedException refusal) {
        if (refusal == null) {
            outcome.accepted(lines.length);
        } else {
            for (var line : lines) {
                outcome.notStored(line, refusal);
            }
        }
        answerIfSettled();
        var action = whenRoom;
        if (action != null && !isFull()) {
            whenRoom = null;
            action.run();
        }
    }

    private void answerIfSettled() {
        if (hasEnded && inFlight.isEmpty()) {
            var refusal = outcome.refusalOfAll();
            if (refusal == null) {
                answer.complete(outcome.answer());
            } else {
                answer.completeExceptionally(refusal);
            }
        }
    }
}
