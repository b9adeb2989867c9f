package io.logcast.consumer.archive;

import io.logcast.model.event.LogEvent;
import java.util.List;

/** The ids of a message's events are archived with other content: the first stays, and this goes to the dead letters. */
final class IdConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the reason begins with. */
    static final String REASON = "id-conflict";

    IdConflictException(List<LogEvent> events) {
        super(REASON + ": archived with other content: "
                + String.join(
                        ", ",
                        events.stream()
                                .limit(10)
                                .map(event -> event.id().toString())
                                .toList()));
    }
}
