package io.logcast.testing.schedules;

import java.util.ArrayList;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Runs operations of a class, or threads that wait for each other, in many schedules. Lincheck switches between the threads at
 * each access to shared memory. It explores the same schedules in every run, so there is no seed. If one fails, the error shows
 * it step by step.
 */
public final class Schedules {

    private static final int SCENARIOS = 10;
    private static final int SCHEDULES = 50;
    private static final int SCHEDULES_OF_THREADS = 200;

    /** For a deeper search. */
    private static final int DEPTH = Integer.getInteger("schedules.depth", 1);

    private Schedules() {}

    /** Checks that each result could also be that of one thread which calls the same operations, in some order. */
    public static void checkLinearizable(Class<?> operations) {
        options().check(operations);
    }

    /** Checks what the class's validating method checks once the threads have ended. */
    public static void checkValid(Class<?> operations) {
        options().verifier(EpsilonVerifier.class).check(operations);
    }

    /**
     * Checks that the scenario ends in every schedule, without a failure. It must end all threads that it starts. Threads that wait
     * forever fail it.
     */
    public static void checkThreads(Runnable scenario) {
        Lincheck.runConcurrentTest(SCHEDULES_OF_THREADS * DEPTH, scenario);
    }

    /** Runs each task in a thread of its own, and waits until all have ended. */
    public static void inParallel(Runnable... tasks) {
        // Loops, since Lincheck does not follow threads that a stream makes.
        var threads = new ArrayList<Thread>();
        for (var task : tasks) {
            threads.add(new Thread(task));
        }
        for (var thread : threads) {
            thread.start();
        }
        for (var thread : threads) {
            join(thread);
        }
    }

    public static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(SCHEDULES * DEPTH)
                .threads(3)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(0)
                .minimizeFailedScenario(false);
    }
}
