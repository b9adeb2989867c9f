package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessageBuilder;
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
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request on their way to the broker: gathered into messages of one routing key and one set of
 * routing attributes, in their order. Confined to the request's event loop.
 */
final class Batch {

    /** The rough size of a message that is not full yet, without its events. */
    private static final int ROUTE_BYTES = 1024;
    /**
     * After this many events, the event loop serves other requests. Events are counted, since refused ones do not fill
     * the batch.
     */
    private static final int TURN = 256;

    private final Batches batches;
    private final Executor eventLoop;
    private final Map<Route, Gathering> gatherings = new HashMap<>();
    private final BatchOutcome outcome;
    private final MessagesInFlight inFlight;
    private final int maxGatheredBytes;
    private final LongConsumer answerRoom;
    private final CompletableFuture<BatchAnswer> answer = new CompletableFuture<>();
    private int gatheredBytes;
    private int chargedBytes;
    private boolean hasEnded;
    private @Nullable Runnable whenRoom;

    /**
     * @param maxGatheredBytes the most bytes of all messages that are not full yet
     * @param answerRoom charges this many more bytes for the answer; throws a {@link RefusedException} if there is no
     *     room
     */
    Batch(
            Batches batches,
            Destination destination,
            BatchOutcome outcome,
            Executor eventLoop,
            int maxGatheredBytes,
            LongConsumer answerRoom) {
        this.batches = batches;
        this.eventLoop = eventLoop;
        this.outcome = outcome;
        this.maxGatheredBytes = maxGatheredBytes;
        this.answerRoom = answerRoom;
        this.inFlight = new MessagesInFlight(destination, eventLoop, batches.deadlineNanos, this::onSettled);
    }

    private record Gathering(LogMessageBuilder message, LongStream.Builder lines) {}

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

    /** Refuses the next line. */
    void refuseNext(RefusedException reason) {
        outcome.notStored(outcome.lines() + 1, reason);
    }

    /** The bytes of the messages that have not been sent yet. */
    int heldBytes() {
        return gatheredBytes() + inFlight.waitingBytes();
    }

    /** The bytes that its answer holds. */
    int keptBytes() {
        return outcome.heldBytes();
    }

    /** Whether events have to wait until the broker has confirmed earlier ones. */
    boolean isFull() {
        return inFlight.isFull();
    }

    /** Runs the action once, when it is no longer full. */
    void whenRoom(Runnable action) {
        whenRoom = action;
    }

    /** Whether no more events are taken: the answer has no room for more, or is already decided. */
    boolean isStopped() {
        return outcome.isStopped();
    }

    /** Publishes the gathered events. */
    void flush() {
        for (var route : List.copyOf(gatherings.keySet())) {
            publish(route);
        }
    }

    /** No more events follow. Fails if the client has to send the whole request again. */
    CompletionStage<BatchAnswer> end() {
        // If it is refused, the client sends all of it again, so publishing it now would store it twice.
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
                if (!hasRoomForAnswer()) {
                    break;
                }
                add(line, events.next());
            }
            end();
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Charges what the answer holds so far; without room for it, the next event is refused. */
    private boolean hasRoomForAnswer() {
        var kept = keptBytes();
        if (kept > chargedBytes) {
            try {
                answerRoom.accept(kept - chargedBytes);
            } catch (RefusedException e) {
                refuseNext(e);
                return false;
            }
            chargedBytes = kept;
        }
        return true;
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
                    new LogMessageBuilder(event, route, batches.maxMessageEvents, batches.maxMessageBytes),
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

    /**
     * Sends the fullest messages until an eighth of the room is free. The broker's cost is per message, so those with
     * few events wait for more.
     */
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
