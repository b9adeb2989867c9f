package io.logcast.consumer.push;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one subscription that this replica answers for. While the target fails, one of them is the probe, the
 * only one that is retried. The lock of their pusher guards them.
 */
final class Batches {

    private static final int MOST_ANSWERS = 5;
    private static final int MOST_WAITING = 256;
    private static final long MOST_WAITING_BYTES = 4 << 20;

    private final Set<Batch> all = new LinkedHashSet<>();
    private @Nullable Batch probe;
    /**
     * The batch id of the last probe that the target answered but did not take; the message may have been requeued
     * since.
     */
    private String answeredId = "";

    private int answers;

    void add(Batch batch) {
        all.add(batch);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Whether this replica still answers for it: a message that waits for too long, or whose channel ends, is given
     * back.
     */
    boolean has(Batch batch) {
        return all.contains(batch) && batch.isHeld();
    }

    /** How many are on their way. */
    int sending() {
        return (int) all.stream().filter(Batch::isSending).count();
    }

    /** Whether the limit for refused messages that wait for their next attempt is reached. */
    boolean areTooManyWaitingAgain() {
        var waiting = all.stream().filter(Batch::isWaitingAgain).toList();
        return waiting.size() >= MOST_WAITING
                || waiting.stream().mapToLong(batch -> batch.content().bytes()).sum() >= MOST_WAITING_BYTES;
    }

    /** How many refused messages of this lane wait for their next attempt, and so use up its prefetch. */
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

    /**
     * The probe. If there is none, the oldest message that is due, or else the oldest, becomes it. There must be a
     * message.
     */
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
     * The target has answered the probe, but not taken it. True from the fifth time in a row with the same message: the
     * target may be unable to take just this one.
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

    /**
     * Forgets the messages that this replica no longer answers for, except those on their way, whose results still
     * count.
     */
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

    /** Moves the probe to the end of the queue, so that another message becomes the probe. */
    void postponeProbe(Batch batch) {
        remove(batch);
        endProbing();
        batch.postpone();
    }

    void giveBack(Batch batch) {
        remove(batch);
        batch.giveBack();
    }

    /** Gives back all messages that were not sent yet, except the probe. */
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
