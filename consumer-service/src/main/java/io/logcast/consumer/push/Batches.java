package io.logcast.consumer.push;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one subscription that this replica answers for. While the target takes nothing, one of them is the probe: the one
 * that is tried again. The lock of their pusher guards them.
 */
final class Batches {

    private static final int MOST_ANSWERS = 5;
    private static final int MOST_WAITING = 256;
    private static final long MOST_WAITING_BYTES = 4 << 20;

    private final Set<Batch> all = new LinkedHashSet<>();
    private @Nullable Batch probe;
    /** The content's id of the last probe that the target answered and did not take; the message may have been requeued since. */
    private String answeredId = "";

    private int answers;

    void add(Batch batch) {
        all.add(batch);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether this replica still answers for it: a message that waits for too long, or whose channel ends, is given back. */
    boolean has(Batch batch) {
        return all.contains(batch) && batch.isHeld();
    }

    /** How many are on their way. */
    int sending() {
        return (int) all.stream().filter(Batch::isSending).count();
    }

    /** Whether so many that the target has refused wait for their next attempt that no more may join them. */
    boolean areTooManyWaitingAgain() {
        var waiting = all.stream().filter(Batch::isWaitingAgain).toList();
        return waiting.size() >= MOST_WAITING
                || waiting.stream().mapToLong(batch -> batch.content().bytes()).sum() >= MOST_WAITING_BYTES;
    }

    /** How many of them take up a place of this lane. */
    long waitingAgain(Lane lane) {
        return all.stream()
                .filter(batch -> batch.isWaitingAgain() && batch.lane() == lane)
                .count();
    }

    /** Those that wait and may be sent. */
    List<Batch> due(long now) {
        return all.stream().filter(batch -> batch.isDue(now)).toList();
    }

    boolean isProbe(Batch batch) {
        return batch == probe;
    }

    void makeProbe(Batch batch) {
        probe = batch;
    }

    /** The probe; if there is none, the oldest that is due becomes it. There must be one. */
    Batch probe(long now) {
        var found = probe == null
                ? all.stream()
                        .filter(batch -> batch.isDue(now))
                        .findFirst()
                        .orElseGet(() -> all.iterator().next())
                : probe;
        probe = found;
        return found;
    }

    /**
     * The target has answered the probe, and not taken it. Returns true at the fifth time with no other probe in between: then it
     * may be this message that the target cannot take.
     */
    boolean probeAnswered(Batch batch) {
        var id = batch.content().id();
        answers = id.equals(answeredId) ? answers + 1 : 1;
        answeredId = id;
        return answers >= MOST_ANSWERS;
    }

    void endProbing() {
        probe = null;
        answers = 0;
    }

    /** Forgets those that this replica no longer answers for; not those that are on their way, whose results still count. */
    void prune() {
        all.stream()
                .filter(batch -> !batch.isHeld() && !batch.isSending())
                .toList()
                .forEach(this::remove);
    }

    void remove(Batch batch) {
        all.remove(batch);
        if (batch == probe) {
            probe = null;
        }
    }

    /** Brings the probe to the end of the queue, so that another message becomes the probe. */
    void postponeProbe(Batch batch) {
        remove(batch);
        endProbing();
        batch.postpone();
    }

    void giveBack(Batch batch) {
        remove(batch);
        batch.giveBack();
    }

    /** All that were not sent yet, but the probe. */
    void giveBackUnsent() {
        all.stream()
                .filter(batch -> batch.isUnsent() && batch != probe)
                .toList()
                .forEach(this::giveBack);
    }

    void giveBackWaiting() {
        all.stream().filter(batch -> !batch.isSending()).toList().forEach(this::giveBack);
    }
}
