package io.logcast.consumer.subscriptions.delivery;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The longest that this replica keeps a message: as configured, or less if the broker's consumer timeout is shorter.
 */
final class HoldLimit {

    private static final Logger LOG = Logger.getLogger(HoldLimit.class);

    private volatile Duration limit;

    HoldLimit(Duration configured) {
        this.limit = configured;
    }

    Duration get() {
        return limit;
    }

    /** Learns the broker's consumer timeout, which the broker reveals only when it closes a channel because of it. */
    void learn(Duration consumerTimeout) {
        var below = consumerTimeout.minus(consumerTimeout.dividedBy(10));
        if (below.compareTo(limit) < 0) {
            limit = below;
            LOG.warnf(
                    "The broker's consumer timeout is %s: messages of subscriptions are held for at most %s."
                            + " Set logcast.subscriptions.hold-time below the timeout",
                    consumerTimeout, below);
        }
    }
}
