package io.logcast.producer.requests;

import io.logcast.settings.HeldSize;
import io.logcast.settings.SizeRange;
import io.logcast.settings.Wait;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of one request, and of all requests in progress. */
@ConfigMapping(prefix = "logcast.requests")
interface RequestConfig {

    /** The largest body that is not streamed, uncompressed, four times as large for shippers; a larger one is answered 413. */
    @WithDefault("4M")
    @WithConverter(BodySize.class)
    MemorySize maxBodySize();

    /** The most objects that a body of OTLP, CloudEvents or a shipper may become; more are answered 413. */
    @WithDefault("500000")
    @Min(1)
    @Max(10_000_000)
    int maxElements();

    /** The longest line of a streamed body; if a line is longer, only that line is refused. */
    @WithDefault("1M")
    @WithConverter(BodySize.class)
    MemorySize maxLineSize();

    /**
     * How long a body that is not streamed may take to arrive, and each line of a streamed one once it has begun; after
     * that, the answer is 408.
     */
    @WithDefault("30s")
    @WithConverter(Wait.class)
    Duration bodyTimeout();

    /** Requests in progress at a time; one more is answered 429. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int maxInFlight();

    /** How many of these requests may be uploads of lines; one more is answered 429. */
    @WithDefault("2000")
    @Min(1)
    @Max(1_000_000)
    int maxUploads();

    /**
     * Bytes that all requests together may hold, at most half of them for uploads; a request beyond that is answered
     * 429.
     */
    @WithDefault("64M")
    @WithConverter(HeldSize.class)
    MemorySize maxInFlightSize();

    /** The size of what is read into one array: 1 KiB to 1 GiB. */
    @RegisterForReflection
    final class BodySize extends SizeRange {

        public BodySize() {
            super("1K", "1G");
        }
    }
}
