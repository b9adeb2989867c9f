package io.logcast.consumer.filters.query;

/** A query that the language does not have. */
public final class InvalidQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param column of the first wrong character, from 1 */
    InvalidQueryException(int column, String expected) {
        super("column " + column + ": " + expected, null, false, false);
        this.reason = "column " + column + ": " + expected;
    }

    /** The column, from 1, and what was expected there. */
    public String reason() {
        return reason;
    }
}
