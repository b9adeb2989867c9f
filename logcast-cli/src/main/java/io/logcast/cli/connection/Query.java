package io.logcast.cli.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with query parameters. */
public final class Query {

    private final StringBuilder text;
    private char separator = '?';

    public Query(String path) {
        text = new StringBuilder(path);
    }

    /** Adds a parameter, unless it is null. */
    public Query with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(separator).append(encoded(name)).append('=').append(encoded(value.toString()));
            separator = '&';
        }
        return this;
    }

    /** Encodes a text for a query or one segment of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
