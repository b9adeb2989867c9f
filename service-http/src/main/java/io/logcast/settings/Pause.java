package io.logcast.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How long something is delayed to save work: zero to one minute. */
@RegisterForReflection
public final class Pause extends TimeRange {

    public Pause() {
        super("0s", "1m");
    }
}
