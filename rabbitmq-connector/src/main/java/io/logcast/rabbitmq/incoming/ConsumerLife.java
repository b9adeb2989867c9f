package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.incoming.ConsumerState.Idle;
import io.logcast.rabbitmq.incoming.ConsumerState.Resting;
import io.logcast.rabbitmq.incoming.ConsumerState.Stopped;
import org.jspecify.annotations.Nullable;

/**
 * The state of an incoming channel. It changes on the connection's thread; any thread may stop the channel for good.
 */
final class ConsumerLife {

    static final ConsumerState IDLE = new Idle();
    static final ConsumerState RESTING = new Resting();

    private volatile ConsumerState state = IDLE;

    ConsumerState state() {
        return state;
    }

    /** The session through which deliveries can be settled; null if none exists. */
    @Nullable
    DeliverySession session() {
        return state.session();
    }

    boolean isStopped() {
        return state instanceof Stopped;
    }

    /** False if it is in another state by now. */
    synchronized boolean change(ConsumerState from, ConsumerState to) {
        boolean same = state == from;
        if (same) {
            state = to;
        }
        return same;
    }

    /** Stops it for good, and returns the last session. */
    synchronized @Nullable DeliverySession stop() {
        var last = state.session();
        if (!isStopped()) {
            state = new Stopped(last);
        }
        return last;
    }
}
