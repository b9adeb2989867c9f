package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.producer.requests.RefusedException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /** What the messages that are not full yet may hold together. */
    private static final int MAX_GATHERED_BYTES = 1024 * 1024;
    /** What the messages that wait for their confirm may hold together before there is no room for more events. */
    private static final int MAX_IN_FLIGHT_BYTES = 1024 * 1024;
    /** Events after which others on the event loop have their turn: what is refused does not fill the batch. */
    private static final int TURN = 256;
    /** What a message costs beside its body, roughly. */
    private static final int MESSAGE_OVERHEAD = 1024;

    private final Batches batches;
    private final Destination destination;
    private final Executor eventLoop;
    private final Map<Route, Gathering> gatherings = new HashMap<>();
    private final BatchOutcome outcome;
    private final CompletableFuture<BatchAnswer> answer = new CompletableFuture<>();
    private int gatheredBytes;
    private int inFlightBytes;
    private boolean hasEnded;
    private @Nullable Runnable whenRoom;

    Batch(Batches batches, Destination destination, Executor eventLoop, boolean allOrNone) {
        this.batches = batches;
        this.destination = destination;
        this.eventLoop = eventLoop;
        this.outcome = new BatchOutcome(allOrNone);
    }

    private record Route(String source, String severityRange, Map<String, Object> attributes) {}

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

    /** What the messages that are not full yet hold together. */
    int gatheredBytes() {
        return gatheredBytes;
    }

    /** Whether the broker is to confirm first what it has. */
    boolean isFull() {
        return inFlightBytes >= MAX_IN_FLIGHT_BYTES;
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
        var attributes = batches.routingAttributes.of(event);
        var route = new Route(event.source(), event.severity().range(), attributes);
        var gathering = gatherings.get(route);
        var bytes = gathering == null ? 0 : gathering.message.bytes();
        if (gathering == null || !gathering.message.add(event)) {
            if (gathering != null) {
                publish(route);
            }
            bytes = 0;
            gathering = new Gathering(
                    new LogMessage.Builder(event, attributes, batches.maxMessageEvents, batches.maxMessageBytes),
                    LongStream.builder());
            gatherings.put(route, gathering);
        }
        gathering.lines.add(line);
        gatheredBytes += gathering.message.bytes() - bytes;
        outcome.read(line, event.id());
        if (gatheredBytes >= MAX_GATHERED_BYTES) {
            flush();
        }
    }

    private void publish(Route route) {
        var gathering = gatherings.remove(route);
        if (gathering == null) {
            return;
        }
        var message = gathering.message.build();
        gatheredBytes -= gathering.message.bytes();
        inFlightBytes += cost(message);
        destination
                .publish(message)
                .whenComplete(
                        (none, failure) -> eventLoop.execute(() -> settle(message, gathering.lines.build(), failure)));
    }

    private static int cost(LogMessage message) {
        return message.body().length + MESSAGE_OVERHEAD;
    }

    private void settle(LogMessage message, LongStream lines, @Nullable Throwable failure) {
        inFlightBytes -= cost(message);
        if (failure == null) {
            outcome.accepted(message.events());
        } else {
            var refusal = refusal(failure);
            lines.forEach(line -> outcome.notStored(line, refusal));
        }
        answerIfSettled();
        var action = whenRoom;
        if (action != null && !isFull()) {
            whenRoom = null;
            action.run();
        }
    }

    private static RefusedException refusal(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusedException refused
                ? refused
                : new RefusedException(RefusedException.UNAVAILABLE, String.valueOf(cause.getMessage()), cause);
    }

    private void answerIfSettled() {
        if (hasEnded && inFlightBytes == 0) {
            var refusal = outcome.refusalOfAll();
            if (refusal == null) {
                answer.complete(outcome.answer());
            } else {
                answer.completeExceptionally(refusal);
            }
        }
    }
}
