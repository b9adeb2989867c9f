package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.vertx.core.impl.ContextInternal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Hands deliveries to the subscriber as it asks for them, each on a Vert.x context of its own, all on one event loop.
 * The prefetch and the window bound the deliveries that wait here. The stream neither ends nor fails.
 */
final class Emission implements Flow.Subscription {

    private static final int BATCH = 256;

    private final Flow.Subscriber<? super Message<byte[]>> subscriber;
    private final ContextInternal context;
    private final BiFunction<BrokerDelivery, ContextInternal, Message<byte[]>> messages;
    private final Runnable onRequest;
    private final Runnable onCancel;
    private final ByteWindow window;
    private final Queue<BrokerDelivery> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicInteger unsettled = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean held;

    Emission(
            Flow.Subscriber<? super Message<byte[]>> subscriber,
            ContextInternal context,
            BiFunction<BrokerDelivery, ContextInternal, Message<byte[]>> messages,
            Runnable onRequest,
            Runnable onCancel,
            ByteWindow window) {
        this.subscriber = subscriber;
        this.context = context;
        this.messages = messages;
        this.onRequest = onRequest;
        this.onCancel = onCancel;
        this.window = window;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Handed out and not settled. */
    int unsettled() {
        return unsettled.get();
    }

    /** Counts the bytes that the subscriber holds, and those that wait here for it. */
    ByteWindow window() {
        return window;
    }

    /** To be followed by {@link #offered()}. */
    void offer(BrokerDelivery delivery) {
        waiting.add(delivery);
    }

    /**
     * Hands out what was offered. Called once for many offers, since waking an event loop costs more than a delivery.
     */
    void offered() {
        if (!waiting.isEmpty()) {
            wake();
        }
    }

    /** Drops deliveries of sessions that are closed: the broker delivers them again. */
    void forgetLost() {
        waiting.removeIf(delivery -> {
            boolean lost = delivery.session.isClosed();
            if (lost) {
                delivery.session.forget(delivery);
            }
            return lost;
        });
    }

    /** Stops handing out. Deliveries that wait here are requeued when the channel closes. */
    void hold() {
        held = true;
        waiting.clear();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            cancel();
            subscriber.onError(new IllegalArgumentException("A request must be for one or more, not " + n));
            return;
        }
        requested.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        onRequest.run();
        wake();
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            waiting.clear();
            onCancel.run();
        }
    }

    private void wake() {
        if (work.getAndIncrement() == 0) {
            context.runOnContext(nothing -> drain());
        }
    }

    private void drain() {
        int budget = BATCH;
        int seen = 1;
        while (seen != 0) {
            for (var next = next(); next != null; next = next()) {
                emit(next);
                if (--budget == 0) {
                    // Others use this event loop too.
                    context.runOnContext(nothing -> drain());
                    return;
                }
            }
            seen = work.addAndGet(-seen);
        }
    }

    private @Nullable BrokerDelivery next() {
        while (requested.get() > 0 && !cancelled && !held) {
            var delivery = waiting.poll();
            if (delivery == null) {
                return null;
            }
            if (!delivery.session.isClosed()) {
                requested.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
                return delivery;
            }
            delivery.session.forget(delivery);
        }
        return null;
    }

    private void emit(BrokerDelivery delivery) {
        try {
            delivery.handOut(unsettled);
            var own = context.duplicate();
            own.dispatch(messages.apply(delivery, own), subscriber::onNext);
        } catch (RuntimeException | Error e) {
            // The application never gets this one; the others must not wait for it.
            Faults.report("Queue " + delivery.session.queue, e);
            delivery.settle(Disposition.REQUEUE);
        }
    }
}
