package io.logcast.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How long somebody waits for something: 10 milliseconds to an hour. */
@RegisterForReflection
public final class Wait extends TimeRange {

    public Wait() {
        super("10ms", "1h");
    }
}
