package io.logcast.consumer.archive;

/** The queue of messages of a later release takes no more of them. */
final class CannotBePutOffException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotBePutOffException(String type, String queue, Throwable cause) {
        super(
                "Only a later release can read a message of type %s, and %s takes no more of them"
                        .formatted(type, queue),
                cause);
    }
}
