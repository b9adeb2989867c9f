package io.logcast.producer.receipts;

import io.logcast.settings.Wait;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long a call waits for a receipt, and how many may wait at a time. */
@ConfigMapping(prefix = "logcast.receipts")
interface ReceiptConfig {

    /** A call is answered 504 if no consumer has answered by then; its request expires at the same time. */
    @WithDefault("2s")
    @WithConverter(Wait.class)
    Duration deadline();

    /** Calls that wait for an answer; one more is answered 429. */
    @WithDefault("1000")
    @Min(1)
    @Max(1_000_000)
    int maxWaiting();
}
