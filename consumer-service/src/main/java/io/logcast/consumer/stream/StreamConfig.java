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

    /**
     * How far apart events that were published one after the other may be archived. A resumed stream begins that much earlier
     * than its reader's last event, and ends that much later than the first one that the live tail has.
     */
    @WithDefault("2s")
    @WithConverter(Wait.class)
    Duration overlap();

    /** How long a resumed stream waits for an archive that is behind, before it says that there may be a gap. */
    @WithDefault("60s")
    @WithConverter(Wait.class)
    Duration archiveWait();
}
