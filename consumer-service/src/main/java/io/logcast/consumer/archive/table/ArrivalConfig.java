package io.logcast.consumer.archive.table;

import io.logcast.settings.Wait;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The order of arrival, as resumed streams read it. */
@ConfigMapping(prefix = "logcast.stream")
public interface ArrivalConfig {

    /**
     * How far apart events that were published one after the other may be archived. A resumed stream begins that much earlier
     * than its reader's last event, and ends that much later than the first one that the live tail has.
     */
    @WithDefault("2s")
    @WithConverter(Wait.class)
    Duration overlap();
}
