package io.logcast.client.outbox;

import io.logcast.client.sending.SenderListener;

/** Receives reports of an outbox, on the outbox's threads. It must not log into the outbox. */
public interface OutboxListener extends SenderListener {

    /** The spool cannot be opened or written. This is tried again every second; events wait in memory meanwhile. */
    default void onSpoolFailure(String reason) {}

    /**
     * This many bytes of the spool have been cut off or skipped, because the disk did not return what was written, or
     * the last process died while it wrote.
     */
    default void onDamaged(long bytes) {}

    /**
     * Events have been dropped since the last call, and there is room again.
     *
     * @return an event, as a line of JSON, that reports this in the log
     */
    byte[] onDropped(long events);
}
