package io.logcast.rabbitmq.testing;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Runs operations of a class in a few threads, in many schedules. Lincheck switches between the threads at each access to shared
 * memory. It explores the same schedules in every run, so there is no seed. If one fails, the error shows it step by step.
 */
public final class Schedules {

    private static final int SCENARIOS = 10;
    private static final int SCHEDULES = 50;

    private Schedules() {}

    /** Checks that each result could also be that of one thread which calls the same operations, in some order. */
    public static void checkLinearizable(Class<?> operations) {
        options().check(operations);
    }

    /** Checks what the class's validating method checks once the threads have ended. */
    public static void checkValid(Class<?> operations) {
        options().verifier(EpsilonVerifier.class).check(operations);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(SCHEDULES)
                .threads(3)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(0)
                .minimizeFailedScenario(false);
    }
}
