package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.incoming.ConsumerState.Consuming;
import org.jboss.logging.Logger;

/**
 * Gives back messages that the application has been holding for too long, for example because its database is away.
 * Otherwise the broker would take them back, again and again, and count each time toward the delivery limit.
 */
final class GivingBack {

    private static final Logger LOG = Logger.getLogger(GivingBack.class);

    /** How often, at most, it looks for single old messages within {@code give-back-after}. */
    private static final int LOOKS = 8;

    private final ConsumeSettings settings;
    private final ConsumerLife life;
    private final HandOut handOut;
    /** Zero for never (ns). */
    private final long patience;

    private volatile long lookedAt;

    GivingBack(ConsumeSettings settings, ConsumerLife life, HandOut handOut) {
        this.settings = settings;
        this.life = life;
        this.handOut = handOut;
        this.patience = settings.giveBackAfter().toNanos();
        this.lookedAt = System.nanoTime() - patience;
    }

    /** To be called every few milliseconds. */
    boolean isDue() {
        if (patience == 0 || !(life.state() instanceof Consuming consuming)) {
            return false;
        }
        var session = consuming.session();
        var now = System.nanoTime();
        session.tick(now);
        return session.stuckFor(now) > patience
                || (session.oldestFor(now) > patience && now - lookedAt > patience / LOOKS);
    }

    /** Gives back what is due. On the connection's thread. */
    void giveBack() {
        if (life.state() instanceof Consuming consuming) {
            if (isStuck(consuming.session())) {
                giveBackAll(consuming);
            } else {
                giveBackOld(consuming.session());
            }
        }
    }

    private boolean isStuck(DeliverySession session) {
        return patience > 0 && session.stuckFor(System.nanoTime()) > patience;
    }

    private void giveBackAll(Consuming stuck) {
        // The rest begins before the second look: if the application goes on after that look, it ends the rest.
        if (!life.change(stuck, ConsumerLife.RESTING)) {
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
     * Gives back old messages only. They are delivered again, here or to a consumer that may be able to settle them.
     */
    private void giveBackOld(DeliverySession session) {
        var now = System.nanoTime();
        lookedAt = now;
        // The application still holds what was given back, and gets it a second time: copies must not pile up further.
        if (patience == 0 || session.isFinishing() || handOut.unsettled() > 2 * settings.prefetch()) {
            return;
        }
        var count = session.takeBack(now - patience);
        if (count > 0) {
            LOG.warnf(
                    "Channel %s: %d messages were not settled for %d ms while others were, so they are given back",
                    settings.channel(), count, settings.giveBackAfter().toMillis());
        }
    }

    /**
     * Rests after a loss while the application holds messages of the lost session. The broker redelivers those
     * messages. If the application is stuck, that would happen after every lost connection, and count toward the
     * delivery limit each time.
     */
    void restIfHolding() {
        // The rest begins before the look, as above.
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
