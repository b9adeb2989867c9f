package io.logcast.consumer.search;

import io.logcast.settings.Wait;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a search may take. */
@ConfigMapping(prefix = "logcast.search")
interface SearchConfig {

    /** After about this long a page ends with what was found. */
    @WithDefault("2s")
    @WithConverter(Wait.class)
    Duration timeBudget();
}
