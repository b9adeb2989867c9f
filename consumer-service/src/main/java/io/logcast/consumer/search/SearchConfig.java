package io.logcast.consumer.search;

import io.logcast.settings.TimeRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a search or a count may take. */
@ConfigMapping(prefix = "logcast.search")
public interface SearchConfig {

    /** After about this long a page ends with what was found. */
    @WithDefault("2s")
    @WithConverter(TimeBudget.class)
    Duration timeBudget();

    /** A connection of searches on which nothing comes for 30 seconds is given up ({@code socketTimeout}). */
    @RegisterForReflection
    final class TimeBudget extends TimeRange {

        public TimeBudget() {
            super("10ms", "20s");
        }
    }
}
