package io.logcast.consumer.subscriptions;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Sends a new subscription the events from before it was made. */
public interface PastEvents {

    /**
     * To be called in the transaction that makes the subscription, once its queue is bound.
     *
     * @param from the first observed timestamp
     */
    void replay(Connection connection, Subscription made, Instant from) throws SQLException;
}
