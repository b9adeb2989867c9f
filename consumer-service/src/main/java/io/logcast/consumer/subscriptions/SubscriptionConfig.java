package io.logcast.consumer.subscriptions;

import io.logcast.settings.Age;
import io.logcast.settings.Wait;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * What a subscription has that does not say otherwise, what all of them may take of the broker's disk, and what one replica
 * holds of them.
 */
@ConfigMapping(prefix = "logcast.subscriptions")
public interface SubscriptionConfig {

    /** How long an event waits for its subscriber; a subscription can ask for less. */
    @WithDefault("1d")
    @WithConverter(Age.class)
    Duration ttl();

    /** How many messages wait; beyond it the oldest is dropped. A subscription can ask for less. */
    @WithDefault("100000")
    @Min(1)
    long maxMessages();

    /** The bytes of the messages that wait; beyond it the oldest is dropped. A subscription can ask for less. */
    @WithDefault("256M")
    MemorySize maxSize();

    /** How many subscriptions there may be. */
    @WithDefault("1000")
    @Min(1)
    int maxCount();

    /** The sum of the bytes that may wait in all subscriptions: what the broker's disk has for them. */
    @WithDefault("64G")
    MemorySize maxTotalSize();

    /** A temporary subscription that nobody has used for this long is gone. */
    @WithDefault("30m")
    @WithConverter(Age.class)
    Duration expires();

    /** What is not acknowledged for this long after it was handed out goes to another. */
    @WithDefault("30s")
    @WithConverter(Wait.class)
    Duration ackDeadline();

    /**
     * How long one replica keeps a message; what is left of its events then goes back to the queue. Below the broker's
     * consumer timeout, which is 30 minutes by default, and at least twice any ack deadline.
     */
    @WithDefault("20m")
    @WithConverter(Wait.class)
    Duration holdTime();

    /** Events of one subscription that one replica has handed out and that nobody has acknowledged yet. */
    @WithDefault("10000")
    @Min(1)
    int maxHeld();

    /**
     * The bytes of all messages that one replica holds for subscribers. Beyond it a pull is answered 429, and streams get no
     * more than a few messages at a time.
     */
    @WithDefault("32M")
    MemorySize maxHeldSize();

    /** Messages that are on their way to one pull or one stream. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int prefetch();
}
