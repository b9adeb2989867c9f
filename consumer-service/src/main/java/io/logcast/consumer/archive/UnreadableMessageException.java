package io.logcast.consumer.archive;

import io.logcast.model.wire.LogMessage.UnreadableLine;

/** A line of a message is not an event, so it becomes a dead letter. */
public final class UnreadableMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableMessageException(UnreadableLine line) {
        super("line " + line.number() + ": " + line.reason());
    }
}
