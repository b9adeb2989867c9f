package io.logcast.consumer.subscriptions;

import io.logcast.settings.SizeRange;
import io.logcast.settings.TimeRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * Defaults of subscriptions, how much of the broker's disk all of them may take, and how much one replica holds for
 * subscribers.
 */
@ConfigMapping(prefix = "logcast.subscriptions")
public interface SubscriptionConfig {

    /** How long an event waits for its subscriber; a subscription can ask for less. */
    @WithDefault("1d")
    @WithConverter(Kept.class)
    Duration ttl();

    /** How many messages wait; beyond it the oldest is dropped. A subscription can ask for less. */
    @WithDefault("100000")
    @Min(1)
    @Max(Integer.MAX_VALUE)
    long maxMessages();

    /** The bytes of the messages that wait; beyond it the oldest is dropped. A subscription can ask for less. */
    @WithDefault("256M")
    @WithConverter(QueueSize.class)
    MemorySize maxSize();

    /** How many subscriptions there may be. */
    @WithDefault("1000")
    @Min(1)
    int maxCount();

    /** How many bytes may wait in all subscriptions together; the broker's disk must have room for them. */
    @WithDefault("64G")
    @WithConverter(QueueSize.class)
    MemorySize maxTotalSize();

    /** A temporary subscription that nobody has used for this long is deleted. */
    @WithDefault("30m")
    @WithConverter(Kept.class)
    Duration expires();

    /** An event that is not acknowledged for this long after it was handed out goes to another reader. */
    @WithDefault("30s")
    @WithConverter(AckDeadline.class)
    Duration ackDeadline();

    /**
     * How long one replica keeps a message; then its remaining events go back to the queue. Below the broker's
     * consumer timeout, which is 30 minutes by default, and at least twice any ack deadline.
     */
    @WithDefault("20m")
    @WithConverter(HoldTime.class)
    Duration holdTime();

    /** Half of the hold time, so that each event of a message has its whole deadline. */
    default Duration longestAckDeadline() {
        return holdTime().dividedBy(2);
    }

    /** Events of one subscription that one replica has handed out and that nobody has acknowledged yet. */
    @WithDefault("10000")
    @Min(1)
    int maxHeld();

    /**
     * The bytes of all messages that one replica holds for subscribers. Beyond it a pull is answered 429, and streams
     * get no more than a few messages at a time.
     */
    @WithDefault("32M")
    @WithConverter(HeldSize.class)
    MemorySize maxHeldSize();

    /** Messages that are on their way to one pull or one stream. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int prefetch();

    // The same ranges as for the fields of a subscription, so that one can be made from the settings alone.

    /** A minute to 30 days. */
    @RegisterForReflection
    final class Kept extends TimeRange {
        public Kept() {
            super("1m", "30d");
        }
    }

    /** A second to ten minutes. */
    @RegisterForReflection
    final class AckDeadline extends TimeRange {
        public AckDeadline() {
            super("1s", "10m");
        }
    }

    /** Two of the shortest ack deadlines to an hour. */
    @RegisterForReflection
    final class HoldTime extends TimeRange {
        public HoldTime() {
            super("2s", "1h");
        }
    }

    /** 1 KiB to 1 TiB. */
    @RegisterForReflection
    final class QueueSize extends SizeRange {
        public QueueSize() {
            super("1K", "1T");
        }
    }

    /** 1 MiB, enough for a few of the largest messages, to 1 TiB. */
    @RegisterForReflection
    final class HeldSize extends SizeRange {
        public HeldSize() {
            super("1M", "1T");
        }
    }
}
