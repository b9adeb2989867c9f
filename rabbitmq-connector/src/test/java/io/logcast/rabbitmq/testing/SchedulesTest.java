package io.logcast.rabbitmq.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.testing.schedules.Schedules;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

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

    @Test
    @EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
    void aDeadlockIsFound() {
        assertFailure(() -> {
                    var publishing = new Object();
                    var message = new Object();
                    var count = new AtomicInteger();
                    Schedules.inParallel(
                            () -> inBoth(publishing, message, count), () -> inBoth(message, publishing, count));
                })
                .hasMessageContaining("All unfinished threads are in");
    }

    private static void inBoth(Object outer, Object inner, AtomicInteger count) {
        synchronized (outer) {
            synchronized (inner) {
                count.incrementAndGet();
            }
        }
    }

    /** A thread that sends on request, and forgets what was requested while it sent. */
    static class Sleeper extends Thread {
        private final CountDownLatch sent = new CountDownLatch(2);
        private final AtomicInteger unsent = new AtomicInteger();
        private volatile boolean wanted;

        Sleeper() {
            setDaemon(true);
        }

        void send() {
            unsent.incrementAndGet();
            wanted = true;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            while (sent.getCount() > 0) {
                if (!wanted) {
                    LockSupport.park(this);
                    continue;
                }
                for (int left = unsent.getAndSet(0); left > 0; left--) {
                    sent.countDown();
                }
                wanted = false;
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
    void aLostWakeUpIsFound() {
        assertFailure(() -> {
                    var sleeper = new Sleeper();
                    sleeper.start();
                    Schedules.inParallel(sleeper::send, sleeper::send);
                    Schedules.join(sleeper);
                })
                .hasMessageContaining("All unfinished threads are in");
    }

    @Test
    @EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
    void whatIsAcceptedDuringTheCloseAndIsLeftIsFound() {
        assertFailure(() -> {
                    var closed = new AtomicInteger();
                    BlockingQueue<String> queue = new LinkedBlockingQueue<>(1);
                    Schedules.inParallel(
                            () -> {
                                if (closed.get() == 0) {
                                    queue.add("message");
                                }
                            },
                            () -> {
                                closed.set(1);
                                queue.poll();
                            });
                    if (!queue.isEmpty()) {
                        throw new IllegalStateException("One is left");
                    }
                })
                .hasMessageContaining("One is left");
    }

    @Test
    @EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
    void aSecondOutcomeIsFound() {
        assertFailure(() -> {
                    var done = new AtomicInteger();
                    var outcomes = new AtomicInteger();
                    Runnable claim = () -> {
                        if (done.get() == 0) {
                            done.set(1);
                            outcomes.incrementAndGet();
                        }
                    };
                    Schedules.inParallel(claim, claim, claim);
                    if (outcomes.get() > 1) {
                        throw new IllegalStateException("A second outcome");
                    }
                })
                .hasMessageContaining("A second outcome");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(Runnable scenario) {
        return assertThatThrownBy(() -> Schedules.checkThreads(scenario)).isInstanceOf(AssertionError.class);
    }
}
