package io.logcast.consumer.subscriptions;

/** There is something else under that name; answered 409. */
final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
        super(message);
    }
}
