package io.logcast.bench.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Publishes with the plain client: one channel, a window, a listener for confirms and one for returned messages. */
final class ConfirmedLoop implements AutoCloseable {

    private final String exchange;
    private final Connection connection;
    private final Channel channel;
    private final Semaphore window = new Semaphore(Load.WINDOW);
    private volatile @Nullable String failure;

    ConfirmedLoop(Target target) throws IOException, TimeoutException {
        exchange = target.queue();
        connection = target.connect();
        channel = connection.createChannel();
        channel.addConfirmListener(new Confirms());
        channel.addReturnListener(returned -> failure = "A message was returned: " + returned.getReplyText());
        channel.confirmSelect();
    }

    /** Returns when all are confirmed. */
    void publish(int messages) throws IOException, InterruptedException {
        var body = Load.body();
        for (int sent = 0; sent < messages; sent++) {
            acquire(1);
            channel.basicPublish(exchange, "", true, MessageProperties.MINIMAL_PERSISTENT_BASIC, body);
        }
        acquire(Load.WINDOW);
        window.release(Load.WINDOW);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private void acquire(int places) throws InterruptedException {
        if (!window.tryAcquire(places, Load.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Messages are left without a confirm");
        }
        var reason = failure;
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
    }

    /** Counts each confirm once, in any order. Used only by the connection's thread. */
    private final class Confirms implements ConfirmListener {

        private long allUpTo;
        /** Numbers above {@link #allUpTo} that were confirmed one by one. */
        private final BitSet beyond = new BitSet();

        @Override
        public void handleAck(long tag, boolean multiple) {
            int from = Math.toIntExact(allUpTo + 1);
            int to = Math.toIntExact(tag);
            if (multiple) {
                int before = beyond.get(from, to + 1).cardinality();
                allUpTo = tag;
                window.release(to + 1 - from - before);
            } else {
                beyond.set(to);
                allUpTo = beyond.nextClearBit(from) - 1;
                window.release();
            }
        }

        @Override
        public void handleNack(long tag, boolean multiple) {
            failure = "The broker refused message " + tag;
            handleAck(tag, multiple);
        }
    }
}
