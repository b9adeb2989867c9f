package io.logcast.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How long something is waited for: 10 milliseconds to one hour. */
@RegisterForReflection
public final class Wait extends TimeRange {

    public Wait() {
        super("10ms", "1h");
    }
}
