package io.logcast.rabbitmq.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Shows that races are found, on each JDK; otherwise a test that passes would mean nothing. */
public class SchedulesTest {

    /** Loses increments. */
    public static class RacyCounter {
        private volatile int value;

        @Operation
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public int add() {
            return ++value;
        }
    }

    /** Hands out an item that was put once to two takers. */
    public static class RacyTake {
        private final AtomicInteger put = new AtomicInteger();
        private final AtomicInteger taken = new AtomicInteger();
        private volatile boolean isThere;

        @Operation(nonParallelGroup = "putter")
        public void put() {
            if (!isThere) {
                put.incrementAndGet();
                isThere = true;
            }
        }

        @Operation
        public void take() {
            if (isThere) {
                isThere = false;
                taken.incrementAndGet();
            }
        }

        @Validate
        public void eachIsTakenOnce() {
            if (taken.get() > put.get()) {
                throw new IllegalStateException("One was taken twice");
            }
        }
    }

    @Test
    void aResultThatOneThreadCannotHaveIsFound() {
        assertThatThrownBy(() -> Schedules.checkLinearizable(RacyCounter.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    @Test
    void anInvalidEndIsFound() {
        assertThatThrownBy(() -> Schedules.checkValid(RacyTake.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("One was taken twice");
    }
}
