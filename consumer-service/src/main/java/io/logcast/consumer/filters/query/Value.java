package io.logcast.consumer.filters.query;

/**
 * The value that a field is compared with.
 *
 * @param isQuoted whether it was in quotes; then it is a text, even if it looks like a number
 * @param isPrefix whether a star followed it
 * @param column where it begins in the query; the first character is 1
 */
record Value(String text, boolean isQuoted, boolean isPrefix, int column) {

    InvalidQueryException expected(String what) {
        return new InvalidQueryException(column, "expected " + what);
    }
}
