package io.logcast.chaos.load;

/** The outcome of a request. */
public enum Answer {
    ACCEPTED,
    UNAVAILABLE,
    TOO_MANY,
    /** An answer that a well-formed event must not get. */
    OTHER,
    /** The connection was refused or broke: whether the event was stored is unknown. */
    BROKEN,
    /** No answer within the deadline and its margin. */
    OVERDUE;

    static Answer of(int status) {
        return switch (status) {
            case 202 -> ACCEPTED;
            case 429 -> TOO_MANY;
            case 503 -> UNAVAILABLE;
            default -> OTHER;
        };
    }
}
