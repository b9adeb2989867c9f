package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.producer.logs.BatchAnswer.Outcome;
import io.logcast.producer.logs.BatchAnswer.Refusal;
import io.logcast.producer.requests.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the lines of a request, within the answer's bounds. */
final class BatchOutcome {

    private static final int MAX_REFUSALS = 1_000;
    /** The rough size of a refusal without its texts. */
    private static final int REFUSAL_BYTES = 160;

    private static final int MALFORMED = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private static final Comparator<Refusal> BY_LINE = Comparator.comparingLong(Refusal::line);

    private final boolean allOrNone;
    private final EventFormat format;
    private final RefusedEvents refused;
    private final LineIds ids = new LineIds();
    /** Faults of the lines themselves. */
    private final List<Refusal> invalid = new ArrayList<>();
    /** Valid lines that did not reach the broker. */
    private final List<Refusal> notStored = new ArrayList<>();

    private int refusalBytes;
    private long lines;
    private long taken;
    private long accepted;
    private long notAccepted;
    private @Nullable RefusedException lastRefusal;

    /**
     * The outcome of a request with events in that format.
     *
     * @param allOrNone whether the client has to send the whole request again if one event was not stored
     */
    BatchOutcome(boolean allOrNone, EventFormat format, RefusedEvents refused) {
        this.allOrNone = allOrNone;
        this.format = format;
        this.refused = refused;
    }

    /** A line with this id was read; whether it is accepted is not known yet. */
    void read(long line, UUID id) {
        reach(line);
        taken++;
        if (!allOrNone) {
            ids.set(line, id);
        }
    }

    /** All lines up to this one were read. */
    void reach(long line) {
        lines = line;
        if (!allOrNone) {
            ids.reach(line);
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
        refuseInvalid(new Refusal(line, Outcome.INVALID, MALFORMED, null, reason));
    }

    void invalid(long line, InvalidLogEventException e) {
        refuseInvalid(new Refusal(line, Outcome.INVALID, UNPROCESSABLE, e.field(), e.reason()));
    }

    void tooLong(long line) {
        refuseInvalid(new Refusal(line, Outcome.INVALID, TOO_LARGE, null, "is longer than a line may be"));
    }

    void notStored(long line, RefusedException e) {
        lastRefusal = e;
        // A line that did not end in time can be sent again as a whole.
        var outcome = e.isRetryable() || e.status() == RefusedException.TIMEOUT ? Outcome.RETRY : Outcome.INVALID;
        var refusal = new Refusal(line, outcome, e.status(), null, String.valueOf(e.getMessage()));
        count(refusal);
        keep(notStored, refusal);
    }

    private void refuseInvalid(Refusal refusal) {
        count(refusal);
        // An upload may go on for hours, so beyond the bound only their number grows.
        if (invalid.size() < MAX_REFUSALS) {
            keep(invalid, refusal);
        }
    }

    private void keep(List<Refusal> refusals, Refusal refusal) {
        refusals.add(refusal);
        refusalBytes += REFUSAL_BYTES
                + refusal.reason().length()
                + (refusal.field() == null ? 0 : refusal.field().length());
    }

    /**
     * The bytes that it holds for the answer, and that are charged for. 0 for a request that is stored as a whole or
     * sent again as a whole: its answer names no ids, and if it were refused for lack of room, the events that are
     * already published would be stored twice.
     */
    int heldBytes() {
        return allOrNone ? 0 : ids.heldBytes() + refusalBytes;
    }

    private void count(Refusal refusal) {
        var line = refusal.line();
        reach(Math.max(lines, line));
        if (!allOrNone) {
            ids.clear(line);
        }
        notAccepted++;
        refused.event(format, refusal.status(), refusal.field());
    }

    /** Whether to stop reading: the answer has no room for more lines that may be sent again, or is already decided. */
    boolean isStopped() {
        if (allOrNone) {
            return isRefused();
        }
        var isHopeless = taken == 0 && invalid.size() >= MAX_REFUSALS;
        return notStored.size() >= MAX_REFUSALS || isHopeless;
    }

    /** Whether the client has to send all of it again. */
    boolean isRefused() {
        return refusalOfAll() != null;
    }

    /** Why the client has to send the whole request again; null if it need not. */
    @Nullable
    RefusedException refusalOfAll() {
        return allOrNone ? lastRefusal : null;
    }

    BatchAnswer answer() {
        // Messages of different keys may overtake each other.
        notStored.sort(BY_LINE);
        var isCut = notStored.size() > MAX_REFUSALS;
        return new BatchAnswer(
                lines,
                accepted,
                notAccepted,
                isCut ? notStored.get(MAX_REFUSALS).line() - 1 : lines,
                ids.asList(),
                errors());
    }

    private List<Refusal> errors() {
        return Stream.concat(notStored.stream(), invalid.stream())
                .limit(MAX_REFUSALS)
                .sorted(BY_LINE)
                .toList();
    }
}
