package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
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

/** The size of messages, how long one may wait for its confirm, and how many may wait at a time. */
@ConfigMapping(prefix = "logcast.publish")
interface PublishConfig {

    /** A request is answered 503 when its confirm takes longer; also the channels' {@code publish-timeout}. */
    @WithConverter(Wait.class)
    Duration deadline();

    /** Messages that wait for their confirm. Beyond it, a request with one event is answered 429; larger ones wait. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int maxInFlight();

    /** The bytes of all messages that wait for their confirm; beyond it, the same happens. */
    @WithDefault("32M")
    @WithConverter(HeldSize.class)
    MemorySize maxInFlightSize();

    /** The most events that one message carries. */
    @WithDefault("" + LogMessage.USUAL_EVENTS)
    @Min(1)
    @Max(10_000)
    int maxMessageEvents();

    /** The most bytes of a message of several events. */
    @WithDefault("" + LogMessage.USUAL_BYTES)
    @WithConverter(MessageSize.class)
    MemorySize maxMessageSize();

    /** Consumers hold several messages at a time, so no setting lifts this bound. */
    @RegisterForReflection
    final class MessageSize extends SizeRange {

        public MessageSize() {
            super("1", "1M");
        }
    }
}
