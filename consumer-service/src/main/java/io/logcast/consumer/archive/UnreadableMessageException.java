package io.logcast.consumer.archive;

import java.util.List;

/** Lines of a message that are no events, or a message that is no text: it is rejected to the dead letters. */
final class UnreadableMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableMessageException(List<String> reasons) {
        super(String.join("; ", reasons.subList(0, Math.min(10, reasons.size()))));
    }
}
