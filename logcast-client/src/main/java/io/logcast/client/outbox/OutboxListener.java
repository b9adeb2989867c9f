package io.logcast.client.outbox;

import io.logcast.client.sending.SenderListener;

/** Is told how an outbox fares, on its own threads. It must not log into it. */
public interface OutboxListener extends SenderListener {

    /** The spool cannot be opened, or written; it is tried again every second, and events wait in memory meanwhile. */
    default void onSpoolFailure(String reason) {}

    /**
     * Events were dropped since the last call, and there is room again.
     *
     * @return an event, as a line of JSON, that says so to those who read the log
     */
    byte[] onDropped(long events);
}
