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
     * The assumed maximum time by which events reach the archive out of order. A resumed stream begins this much before
     * its reader's last event, and ends this much after the first event that the live tail has.
     */
    @WithDefault("2s")
    @WithConverter(Wait.class)
    Duration overlap();
}
