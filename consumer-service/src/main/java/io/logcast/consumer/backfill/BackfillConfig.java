package io.logcast.consumer.backfill;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Replays from the archive. */
@ConfigMapping(prefix = "logcast.replay")
interface BackfillConfig {

    /** The most events per second that one replay sends; a replay can ask for fewer. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int maxRate();
}
