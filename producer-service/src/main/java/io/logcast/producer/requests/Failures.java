package io.logcast.producer.requests;

import java.util.concurrent.CompletionException;

/** Why a stage has failed. */
public final class Failures {

    private Failures() {}

    /** The failure itself, out of what a later stage has wrapped it in. */
    public static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
