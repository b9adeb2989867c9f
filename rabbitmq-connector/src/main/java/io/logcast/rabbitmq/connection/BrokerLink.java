package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** One live connection, from its handshake to its end. A reconnect makes a new one. */
public final class BrokerLink {

    private static final Logger LOG = Logger.getLogger(BrokerLink.class);

    private final Connection connection;
    private final BrokerSocket socket;
    private volatile boolean blocked;

    BrokerLink(Connection connection, BrokerSocket socket) {
        this.connection = connection;
        this.socket = socket;
    }

    public Connection connection() {
        return connection;
    }

    /**
     * Opens an AMQP channel and makes it ready; closes it again if that fails. If the broker does not open it in time, the
     * connection is given up, unless it is blocked.
     *
     * @throws ChannelContinuationTimeoutException if the broker does not answer a request in time; then amqp-client closes the
     *     AMQP channel, and calls its listeners only when the broker has answered that
     * @throws IOException also if the broker allows no more channels on this connection
     */
    public <T> T openChannel(Preparation<T> preparation) throws IOException {
        var channel = newChannel();
        try {
            return preparation.prepare(channel);
        } catch (IOException | RuntimeException e) {
            discard(channel);
            throw e;
        }
    }

    private Channel newChannel() throws IOException {
        try {
            var channel = connection.createChannel();
            if (channel == null) {
                throw new IOException("The broker allows no more channels on this connection");
            }
            return channel;
        } catch (ChannelContinuationTimeoutException e) {
            unanswered("the broker has not opened an AMQP channel in time");
            throw e;
        }
    }

    /** Makes a new AMQP channel ready. */
    @FunctionalInterface
    public interface Preparation<T> {
        T prepare(Channel channel) throws IOException;
    }

    /**
     * Closes an AMQP channel, which may be closed already. Waits for the broker. If it does not answer in time, the
     * connection is given up (unless it is blocked), since amqp-client would use the channel's number again while the
     * broker still has the channel, and the broker would end the connection with 504 (CHANNEL_ERROR).
     */
    public void discard(Channel channel) {
        if (!channel.isOpen()) {
            // It may be closing after a request that was not answered. If it were closed twice, amqp-client would
            // ignore the broker's answer: listeners would never be called, and its number would never be free again.
            return;
        }
        try {
            channel.close();
        } catch (TimeoutException e) {
            unanswered("the broker has not closed an AMQP channel in time");
        } catch (IOException | ShutdownSignalException e) {
            // It is gone.
        }
    }

    private void unanswered(String reason) {
        if (!blocked) {
            abort(reason);
        }
    }

    /** Whether the broker blocks the connection. The broker then reads nothing from it, so no request is answered. */
    boolean isBlocked() {
        return blocked;
    }

    void blocked(boolean on) {
        blocked = on;
    }

    public boolean isOpen() {
        return connection.isOpen();
    }

    /**
     * Runs the task on the thread that calls amqp-client's listeners, each time that this thread has handled all input and
     * before it waits for more. The task must not block; adding the same task again has no effect.
     */
    public void onDrained(Runnable task) throws IOException {
        socket.onDrained(task);
    }

    /** Sends the bytes that a {@link FlushHolder} has held back. */
    public void flush() throws IOException {
        socket.flushNow();
    }

    /** How long the broker has sent nothing (ns). */
    public long silentFor(long now) {
        return socket.silentFor(now);
    }

    /** Gives the connection up at once; frees threads that are stuck writing to it. Never blocks. */
    public void abort(String reason) {
        LOG.warnf("Connection %s is given up: %s", connection.getClientProvidedName(), reason);
        socket.abort();
    }

    long stuckFor(long now) {
        return socket.stuckFor(now);
    }

    /** Closes cleanly, within the given time. */
    void close(int timeoutMillis) {
        connection.abort(timeoutMillis);
        socket.abort();
    }
}
