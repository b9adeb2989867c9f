package io.logcast.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How long something is kept: one minute to ten years. */
@RegisterForReflection
public final class Age extends TimeRange {

    public Age() {
        super("1m", "3650d");
    }
}
