package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.incoming.ConsumerState.Consuming;
import org.jboss.logging.Logger;

/**
 * Gives back what the application has been holding for too long, as an archive does whose database is away. The broker
 * would take it back itself, again and again, and count each time toward the delivery limit.
 */
final class GivingBack {

    private static final Logger LOG = Logger.getLogger(GivingBack.class);

    private final ConsumeSettings settings;
    private final ConsumerLife life;
    private final HandOut handOut;

    GivingBack(ConsumeSettings settings, ConsumerLife life, HandOut handOut) {
        this.settings = settings;
        this.life = life;
        this.handOut = handOut;
    }

    boolean isDue() {
        return life.state() instanceof Consuming consuming && isStuck(consuming.session());
    }

    private boolean isStuck(DeliverySession session) {
        var patience = settings.giveBackAfter().toNanos();
        return patience > 0 && session.stuckFor(System.nanoTime()) > patience;
    }

    /** Gives all back, if that is due, and rests. On the connection's thread. */
    void giveBack() {
        // Resting first, so that an application that goes on from here on is noticed.
        if (!(life.state() instanceof Consuming stuck) || !life.change(stuck, ConsumerLife.RESTING)) {
            return;
        }
        var session = stuck.session();
        if (!isStuck(session) && life.change(ConsumerLife.RESTING, stuck)) {
            return;
        }
        LOG.warnf(
                "Channel %s: no message was settled for %d ms, so all are given back until the application goes on",
                settings.channel(), settings.giveBackAfter().toMillis());
        session.close();
    }

    /**
     * Rests after a loss while the application holds messages of the lost session. The broker redelivers those messages. To a
     * stuck application that would happen after every lost connection, each time counting toward the delivery limit.
     */
    void restIfHolding() {
        // Resting first, as above.
        if (settings.giveBackAfter().isZero() || !life.change(ConsumerLife.IDLE, ConsumerLife.RESTING)) {
            return;
        }
        int held = handOut.unsettled();
        if (held > 0) {
            LOG.infof(
                    "Channel %s consumes again once the application goes on: it holds %d messages",
                    settings.channel(), held);
        } else {
            goOn();
        }
    }

    boolean isResting() {
        return life.state() == ConsumerLife.RESTING;
    }

    /** Ends the rest; false if there was none. */
    boolean goOn() {
        return life.change(ConsumerLife.RESTING, ConsumerLife.IDLE);
    }
}
