package io.logcast.consumer.archive;

import java.util.UUID;

/** The id of an event is archived with other content: the first stays, and this one becomes a dead letter. */
public final class IdConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IdConflictException(UUID id) {
        super("id-conflict: " + id + " is archived with other content");
    }
}
