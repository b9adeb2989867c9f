package io.logcast.consumer.stream;

import io.logcast.settings.Wait;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What a stream may hold, and how it goes on from its reader's last event. */
@ConfigMapping(prefix = "logcast.stream")
interface StreamConfig {

    /** Events that wait for a reader; what comes on top of them is dropped and counted. */
    @WithDefault("5000")
    @Min(1)
    int buffer();

    /** How long a resumed stream waits for an archive that is behind, before it says that there may be a gap. */
    @WithDefault("60s")
    @WithConverter(Wait.class)
    Duration archiveWait();
}
