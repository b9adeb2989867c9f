package io.logcast.consumer.filters.query;

/** A query that breaks the language's rules. */
public final class InvalidQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param column the column of the first wrong character, counted from 1 */
    InvalidQueryException(int column, String expected) {
        super("column " + column + ": " + expected, null, false, false);
        this.reason = "column " + column + ": " + expected;
    }

    /** The column, counted from 1, and what was expected there. */
    public String reason() {
        return reason;
    }
}
