package io.logcast.producer.logs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** How large messages get, how long one may wait for its confirm, and how many may wait at a time. */
@ConfigMapping(prefix = "logcast.publish")
interface PublishConfig {

    /** A request is answered 503 when its confirm takes longer; the channels have it as their {@code publish-timeout}. */
    @WithConverter(TimeWithUnit.class)
    Duration deadline();

    /** Messages that wait for their confirm; one more is answered 429. */
    @WithDefault("10000")
    int maxInFlight();

    /** The bytes of all messages that wait for their confirm; one beyond that is answered 429. */
    @WithDefault("32M")
    MemorySize maxInFlightSize();

    /** The events of a request that one message carries at the most. */
    @WithDefault("500")
    int maxMessageEvents();

    /** The most bytes of a message of several events: what fits into one frame of RabbitMQ's 128 KiB. */
    @WithDefault("131064")
    MemorySize maxMessageSize();

    /** A time that has its unit: a bare number would be seconds to Quarkus and milliseconds to the connector. */
    @RegisterForReflection
    final class TimeWithUnit implements Converter<Duration> {

        @Override
        public Duration convert(String value) {
            var time = value.trim();
            if (!time.matches("\\d{1,9}(?i:ms|s|m)")) {
                throw new IllegalArgumentException("it must be a whole number with a unit: 500ms, 5s or 2m");
            }
            return DurationConverter.parseDuration(time);
        }
    }
}
