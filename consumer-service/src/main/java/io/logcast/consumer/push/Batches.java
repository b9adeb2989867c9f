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

    private final Set<Batch> all = new LinkedHashSet<>();
    private @Nullable Batch probe;

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

    boolean isAnySending() {
        return all.stream().anyMatch(Batch::isSending);
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

    /** The probe; if there is none, the oldest becomes it. There must be one. */
    Batch probe() {
        var found = probe == null ? all.iterator().next() : probe;
        probe = found;
        return found;
    }

    void endProbing() {
        probe = null;
    }

    /** Forgets those that this replica no longer answers for. */
    void prune() {
        all.stream().filter(batch -> !batch.isHeld()).toList().forEach(this::remove);
    }

    void remove(Batch batch) {
        all.remove(batch);
        if (batch == probe) {
            probe = null;
        }
    }

    void giveBack(Batch batch) {
        remove(batch);
        batch.giveBack();
    }

    void giveBackWaiting() {
        all.stream().filter(batch -> !batch.isSending()).toList().forEach(this::giveBack);
    }
}
