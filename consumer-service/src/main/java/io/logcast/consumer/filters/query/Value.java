package io.logcast.consumer.filters.query;

/**
 * What a field is compared with.
 *
 * @param isQuoted whether it is a text, whatever it looks like
 * @param isPrefix whether it had a star behind it
 * @param column where it stands in the query
 */
record Value(String text, boolean isQuoted, boolean isPrefix, int column) {

    InvalidQueryException expected(String what) {
        return new InvalidQueryException(column, "expected " + what);
    }
}
