package io.logcast.producer.logs;

/** The broker did not take the message, or nobody knows whether it did. */
public final class NotStoredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotStoredException(Throwable reason) {
        super(reason.getMessage() == null ? "no reason is known" : reason.getMessage(), reason);
    }
}
