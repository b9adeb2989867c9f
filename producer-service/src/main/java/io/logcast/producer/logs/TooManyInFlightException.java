package io.logcast.producer.logs;

/** As many messages as allowed are waiting for their confirm. */
public final class TooManyInFlightException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyInFlightException(int maxInFlight) {
        super(maxInFlight + " messages are waiting for the broker's confirm");
    }
}
