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

    /** Time limit of a search or count; after that, the results so far are returned. */
    @WithDefault("2s")
    @WithConverter(TimeBudget.class)
    Duration timeBudget();

    /**
     * At most 20s: it must be shorter than the 30 seconds ({@code socketTimeout}) after which a search's connection is
     * closed if the database sends nothing.
     */
    @RegisterForReflection
    final class TimeBudget extends TimeRange {

        public TimeBudget() {
            super("10ms", "20s");
        }
    }
}
