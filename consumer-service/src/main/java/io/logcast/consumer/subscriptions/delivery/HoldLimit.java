package io.logcast.consumer.subscriptions.delivery;

import java.time.Duration;
import org.jboss.logging.Logger;

/** How long this replica keeps a message at most: as configured, or less where the broker's consumer timeout is shorter. */
final class HoldLimit {

    private static final Logger LOG = Logger.getLogger(HoldLimit.class);

    private volatile Duration limit;

    HoldLimit(Duration configured) {
        this.limit = configured;
    }

    Duration get() {
        return limit;
    }

    /** The broker does not tell its consumer timeout until it ends a channel for it. */
    void learn(Duration consumerTimeout) {
        var below = consumerTimeout.minus(consumerTimeout.dividedBy(10));
        if (below.compareTo(limit) < 0) {
            limit = below;
            LOG.warnf(
                    "The broker's consumer timeout is %s: messages of subscriptions are held for %s at most."
                            + " Set logcast.subscriptions.hold-time below the timeout",
                    consumerTimeout, below);
        }
    }
}
