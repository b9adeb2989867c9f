package io.logcast.rabbitmq.connector;

import io.logcast.rabbitmq.incoming.IncomingChannel;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Stops all channels in this order: stop consuming, wait for handlers, wait for confirms, send the last acks, close. Both waits
 * together take at most {@code drainMillis}.
 */
record Shutdown(List<IncomingChannel> incoming, List<OutgoingChannel> outgoing, long drainMillis) {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    void run() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMillis);
        incoming.forEach(IncomingChannel::stopConsuming);
        // Handlers may publish before they ack, so outgoing channels stay open until all handlers are done.
        await(() -> incoming.stream().allMatch(IncomingChannel::isIdle), deadline, "handlers are still running");
        outgoing.forEach(OutgoingChannel::stopAccepting);
        await(() -> outgoing.stream().allMatch(OutgoingChannel::isIdle), deadline, "messages are still unconfirmed");
        incoming.forEach(IncomingChannel::close);
        outgoing.forEach(OutgoingChannel::close);
    }

    private static void await(BooleanSupplier done, long deadline, String otherwise) {
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                LOG.warnf("Stopping now, although %s", otherwise);
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
