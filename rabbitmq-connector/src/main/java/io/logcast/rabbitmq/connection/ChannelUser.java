package io.logcast.rabbitmq.connection;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A user of an AMQP channel on a {@link BrokerConnection}. Its methods must not block on user code. */
public interface ChannelUser {

    /** The channel's name, for logs. */
    String name();

    /** Opens the channel and what it needs; called on the connection's own thread, again after every loss. */
    void open(BrokerLink link) throws IOException, TimeoutException;

    /**
     * Checks whether the broker still has what the channel needs. Called regularly on the connection's own thread while the
     * channel is open.
     *
     * @throws IOException if the broker cannot be asked now
     */
    default void check(BrokerLink link) throws IOException {}

    /** To be called with the reason when the broker blocks this connection, and with null once it no longer does. */
    default void blocked(@Nullable String reason) {}
}
