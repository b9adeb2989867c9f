package io.logcast.consumer.archive;

import io.logcast.settings.Age;
import io.logcast.settings.Pause;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the archive takes messages from its queue. */
@ConfigMapping(prefix = "logcast.archive")
public interface ArchiveConfig {

    /**
     * The most messages that one statement stores. Whatever its size, a statement costs PostgreSQL as much as storing some hundred
     * events.
     */
    @WithDefault("1000")
    @Min(1)
    int batchSize();

    /**
     * How long a batch that is not full waits for more messages. It need not wait: messages that arrive while a batch
     * is stored become the next batch, so the busier the queue, the larger the batches.
     */
    @WithDefault("0s")
    @WithConverter(Pause.class)
    Duration linger();

    /**
     * How long events are kept after they were observed or arrived, whichever was later; below a day only with
     * {@link #allowShortRetention}.
     */
    @WithDefault("30d")
    @WithConverter(Age.class)
    Duration retention();

    /** Whether a retention below a day is intended. */
    @WithDefault("false")
    boolean allowShortRetention();
}
