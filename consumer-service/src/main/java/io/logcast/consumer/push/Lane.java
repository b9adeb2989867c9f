package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.delivery.QueueReader;
import io.logcast.consumer.subscriptions.delivery.Received;
import io.logcast.consumer.subscriptions.delivery.Subscriber;
import java.util.concurrent.Executor;

/**
 * A consumer of a subscription's queue.
 *
 * @param prefetch how many unsettled messages it may have
 */
record Lane(QueueReader reader, String tag, int prefetch, Executor workers, Pusher pusher) implements Subscriber {

    @Override
    public void arrived(Received received) {
        workers.execute(() -> pusher.arrived(this, received));
    }

    @Override
    public void end() {
        workers.execute(() -> pusher.ended(this));
    }

    @Override
    public void sweep(long now) {
        // Messages of a later release must not use up the whole prefetch.
        reader.boundLater(prefetch / 2);
    }

    @Override
    public boolean isReader() {
        return false;
    }

    void cancel() {
        reader.cancel(tag);
    }
}
