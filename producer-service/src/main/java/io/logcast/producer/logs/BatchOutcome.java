package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.producer.logs.BatchAnswer.Outcome;
import io.logcast.producer.logs.BatchAnswer.Refusal;
import io.logcast.producer.requests.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the lines of a request, within the answer's bounds. */
final class BatchOutcome {

    private static final int MAX_IDS = 10_000;
    private static final int MAX_REFUSALS = 1_000;
    private static final int MALFORMED = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private final boolean allOrNone;
    private final List<@Nullable UUID> ids = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private long lines;
    private long accepted;
    private long notAccepted;
    private @Nullable RefusedException lastRefusal;

    /** @param allOrNone whether the request is to be sent again as a whole if one event was not stored */
    BatchOutcome(boolean allOrNone) {
        this.allOrNone = allOrNone;
    }

    /** A line is there, with this id; whether it is accepted is not known yet. */
    void read(long line, UUID id) {
        reach(line);
        if (line <= MAX_IDS) {
            ids.set((int) line - 1, id);
        }
    }

    /** Lines up to this one were read. */
    void reach(long line) {
        lines = line;
        while (ids.size() < Math.min(line, MAX_IDS)) {
            ids.add(null);
        }
    }

    /** How many lines were read. */
    long lines() {
        return lines;
    }

    void accepted(int count) {
        accepted += count;
    }

    void malformed(long line, String reason) {
        refuse(new Refusal(line, Outcome.INVALID, MALFORMED, null, reason));
    }

    void invalid(long line, InvalidLogEventException e) {
        refuse(new Refusal(line, Outcome.INVALID, UNPROCESSABLE, e.field(), e.reason()));
    }

    void tooLong(long line) {
        refuse(new Refusal(line, Outcome.INVALID, TOO_LARGE, null, "is longer than a line may be"));
    }

    void notStored(long line, RefusedException e) {
        lastRefusal = e;
        var outcome = e.isRetryable() ? Outcome.RETRY : Outcome.INVALID;
        refuse(new Refusal(line, outcome, e.status(), null, String.valueOf(e.getMessage())));
    }

    private void refuse(Refusal refusal) {
        reach(Math.max(lines, refusal.line()));
        if (refusal.line() <= MAX_IDS) {
            ids.set((int) refusal.line() - 1, null);
        }
        notAccepted++;
        if (!allOrNone || !isFull()) {
            refusals.add(refusal);
        }
    }

    /** Whether no more are to be read: the answer has no room for more, or is certain. */
    boolean isStopped() {
        return allOrNone ? isRefused() : isFull();
    }

    /** Whether all of it is to be sent again. */
    boolean isRefused() {
        return allOrNone && lastRefusal != null;
    }

    private boolean isFull() {
        return refusals.size() >= MAX_REFUSALS;
    }

    /** The reason why the broker, or our own bound, took none of the events, if that is so. */
    @Nullable
    RefusedException refusalOfAll() {
        if (allOrNone) {
            return lastRefusal;
        }
        var isAll = accepted == 0
                && refusals.stream()
                        .allMatch(refusal ->
                                refusal.outcome() == Outcome.RETRY || refusal.status() == RefusedException.NOT_FOUND);
        return isAll ? lastRefusal : null;
    }

    BatchAnswer answer() {
        // Messages of several keys overtake each other.
        refusals.sort(Comparator.comparingLong(Refusal::line));
        var isCut = refusals.size() > MAX_REFUSALS;
        return new BatchAnswer(
                lines,
                accepted,
                notAccepted,
                isCut ? refusals.get(MAX_REFUSALS).line() - 1 : lines,
                Collections.unmodifiableList(ids),
                List.copyOf(isCut ? refusals.subList(0, MAX_REFUSALS) : refusals));
    }
}
