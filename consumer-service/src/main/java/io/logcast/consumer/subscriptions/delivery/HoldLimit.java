package io.logcast.consumer.subscriptions.delivery;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** How long this replica keeps a message at most: as configured, or less where the broker's consumer timeout is shorter. */
final class HoldLimit {

    private static final Logger LOG = Logger.getLogger(HoldLimit.class);
    // What the broker says: https://www.rabbitmq.com/docs/consumers#acknowledgement-timeout
    private static final Pattern TIMED_OUT = Pattern.compile("timed out\\. Timeout value used: (\\d{1,15}) ms");

    private volatile Duration limit;

    HoldLimit(Duration configured) {
        this.limit = configured;
    }

    Duration get() {
        return limit;
    }

    /** The broker does not tell its consumer timeout until it ends a channel for it. */
    void learn(ShutdownSignalException cause) {
        if (!(cause.getReason() instanceof AMQP.Channel.Close close)) {
            return;
        }
        var reason = TIMED_OUT.matcher(close.getReplyText());
        if (!reason.find()) {
            return;
        }
        var timeout = Duration.ofMillis(Long.parseLong(reason.group(1)));
        var below = timeout.minus(timeout.dividedBy(10));
        if (below.compareTo(limit) < 0) {
            limit = below;
            LOG.warnf(
                    "The broker's consumer timeout is %s: messages of subscriptions are held for %s at most."
                            + " Set logcast.subscriptions.hold-time below the timeout",
                    timeout, below);
        }
    }
}
