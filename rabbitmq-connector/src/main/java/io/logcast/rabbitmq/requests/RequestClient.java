package io.logcast.rabbitmq.requests;

import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks a consumer of a queue, and waits for the reply, by RabbitMQ's
 * <a href="https://www.rabbitmq.com/docs/direct-reply-to">direct reply-to</a>. It connects at the first request, and again
 * after every loss. Safe for use by many threads, none of which it blocks.
 */
public final class RequestClient implements ChannelUser {

    private static final Logger LOG = Logger.getLogger(RequestClient.class);

    private final String name;
    private final String queue;
    private final BrokerConnection connection;
    private final AtomicBoolean registered = new AtomicBoolean();
    private volatile @Nullable RequestSession session;
    private volatile @Nullable String blockedReason;

    /**
     * @param name for logs
     * @param queue declared by the other side
     */
    public RequestClient(String name, String queue, BrokerConnection connection) {
        this.name = name;
        this.queue = queue;
        this.connection = connection;
    }

    /**
     * Sends the request. Its time-to-live is the deadline, so that nobody answers a request that nobody waits for.
     *
     * @return the reply's body. Fails with a {@link PublishException} if the queue does not exist or the connection is lost, and
     *     with a {@link TimeoutException} if no reply came before the deadline
     */
    public CompletionStage<byte[]> ask(byte[] request, Duration deadline) {
        return ask(queue, request, deadline);
    }

    /** The same for another queue. */
    public CompletionStage<byte[]> ask(String other, byte[] request, Duration deadline) {
        if (registered.compareAndSet(false, true)) {
            connection.register(this);
        }
        var end = System.nanoTime() + deadline.toNanos();
        var reply = new CompletableFuture<byte[]>();
        // Not on the caller's thread, since a write may block.
        connection.run(() -> send(other, request, end, reply));
        return reply.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(String to, byte[] request, long end, CompletableFuture<byte[]> reply) {
        var current = session;
        var blocked = blockedReason;
        var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            // It waited for the connection until its deadline, which has failed the reply.
            return;
        }
        if (current == null) {
            reply.completeExceptionally(new PublishException(Reason.NOT_CONNECTED, "no connection to the broker"));
        } else if (blocked != null) {
            reply.completeExceptionally(new PublishException(Reason.BLOCKED, blocked));
        } else {
            current.send(to, request, left, reply);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open(BrokerLink link) throws IOException {
        session = link.openChannel(channel -> {
            var opened = new RequestSession(link, channel);
            opened.start(this::ended);
            return opened;
        });
        LOG.infof("Channel %s asks queue '%s'", name, queue);
    }

    private void ended(RequestSession ended) {
        connection.run(() -> {
            if (session == ended) {
                session = null;
            }
        });
        if (ended.linkIsOpen()) {
            connection.reopen(this);
        }
    }

    @Override
    public void blocked(@Nullable String reason) {
        blockedReason = reason;
    }
}
