package io.logcast.consumer.backfill;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Replays from the archive. */
@ConfigMapping(prefix = "logcast.replay")
interface BackfillConfig {

    /** How many events a second one replay sends at most; a replay can ask for less. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int maxRate();
}
