package io.logcast.consumer.filters.query;

/**
 * The value that a field is compared with.
 *
 * @param isQuoted whether it was in quotes, and so is a text whatever it looks like
 * @param isPrefix whether a star followed it
 * @param column its column in the query
 */
record Value(String text, boolean isQuoted, boolean isPrefix, int column) {

    InvalidQueryException expected(String what) {
        return new InvalidQueryException(column, "expected " + what);
    }
}
