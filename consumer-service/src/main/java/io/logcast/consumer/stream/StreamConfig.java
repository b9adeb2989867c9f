package io.logcast.consumer.stream;

import io.logcast.settings.Wait;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How much a stream may hold, and how long it waits for the archive. */
@ConfigMapping(prefix = "logcast.stream")
interface StreamConfig {

    /** How many events may wait for a reader; further events are dropped and counted. */
    @WithDefault("5000")
    @Min(1)
    int buffer();

    /** How long a resumed stream waits for an archive that is behind, before it says that there may be a gap. */
    @WithDefault("60s")
    @WithConverter(Wait.class)
    Duration archiveWait();
}
