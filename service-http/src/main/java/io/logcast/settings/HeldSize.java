package io.logcast.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How much is held in memory at a time: 64 KiB to 64 GiB. */
@RegisterForReflection
public final class HeldSize extends SizeRange {

    public HeldSize() {
        super("64K", "64G");
    }
}
