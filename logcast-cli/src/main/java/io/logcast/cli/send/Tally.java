package io.logcast.cli.send;

import java.util.concurrent.atomic.LongAdder;

/** Counts accepted and refused events over all files. */
final class Tally {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void accepted(long count) {
        accepted.add(count);
    }

    void refused(long count) {
        refused.add(count);
    }

    long accepted() {
        return accepted.sum();
    }

    long refused() {
        return refused.sum();
    }
}
