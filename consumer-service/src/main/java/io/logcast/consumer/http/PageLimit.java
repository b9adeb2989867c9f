package io.logcast.consumer.http;

import java.util.regex.Pattern;

/** The query parameter {@code limit}: how many entries a page has at the most. */
public final class PageLimit {

    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d{0,2}|1000");

    private PageLimit() {}

    /** @throws InvalidParameterException unless it is a number from 1 to 1000 */
    public static int of(String limit) {
        if (!LIMIT.matcher(limit).matches()) {
            throw new InvalidParameterException("limit", "must be a number from 1 to 1000");
        }
        return Integer.parseInt(limit);
    }
}
