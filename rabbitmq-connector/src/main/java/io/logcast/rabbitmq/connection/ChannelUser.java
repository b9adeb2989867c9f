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
     * Looks whether the broker still has what the channel needs; called on the connection's own thread, regularly while
     * the channel is open.
     *
     * @throws IOException if that cannot be known now
     */
    default void check(BrokerLink link) throws IOException {}

    /** Whether the broker takes nothing more on this connection, and why not; null when it does. */
    default void blocked(@Nullable String reason) {}
}
