package io.logcast.rabbitmq.outgoing;

import io.logcast.testing.schedules.Schedules;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** The threads that answer messages and request new ones, in many {@link Schedules}. */
public class DemandSchedulesTest {

    private static final int WINDOW = 2;

    /** A stream that has always more. */
    public static class Requesting implements Flow.Subscription {
        private final Demand demand = new Demand(WINDOW);
        private final AtomicInteger requested = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        /** Arrived and not answered. */
        private final AtomicInteger open = new AtomicInteger();

        private int arrived;
        private volatile boolean isExceeded;

        public Requesting() {
            demand.begin(this);
        }

        @Override
        public void request(long count) {
            if (requested.addAndGet((int) count) - answered.get() > WINDOW) {
                isExceeded = true;
            }
        }

        @Operation(nonParallelGroup = "stream")
        public void arrive() {
            if (arrived < requested.get()) {
                arrived++;
                demand.taken();
                open.incrementAndGet();
            }
        }

        @Operation
        public void answer() {
            if (open.getAndUpdate(before -> Math.max(0, before - 1)) > 0) {
                answered.incrementAndGet();
                demand.answered();
                demand.renew();
            }
        }

        @Operation
        public void renew() {
            demand.renew();
        }

        @Validate
        public void oneIsRequestedForEachThatWasAnswered() {
            demand.renew();
            if (requested.get() != WINDOW + answered.get() || isExceeded) {
                throw new IllegalStateException("Requested " + requested + ", answered " + answered);
            }
            if (demand.inFlight() != arrived - answered.get()) {
                throw new IllegalStateException("In flight " + demand.inFlight() + " of " + arrived);
            }
        }

        @Override
        public void cancel() {}
    }

    @Test
    void oneIsRequestedForEachThatWasAnswered() {
        Schedules.checkValid(Requesting.class);
    }
}
