package io.logcast.producer.logs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a request may wait for its confirm, and how many may wait at a time. */
@ConfigMapping(prefix = "logcast.publish")
interface PublishConfig {

    /** A request is answered 503 when its confirm takes longer. */
    @WithDefault("5s")
    Duration deadline();

    /** Messages that wait for their confirm; one more is answered 429. */
    @WithDefault("10000")
    int maxInFlight();
}
