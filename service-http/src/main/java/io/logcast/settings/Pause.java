package io.logcast.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How long something is held up to save work: none to a minute. */
@RegisterForReflection
public final class Pause extends TimeRange {

    public Pause() {
        super("0s", "1m");
    }
}
