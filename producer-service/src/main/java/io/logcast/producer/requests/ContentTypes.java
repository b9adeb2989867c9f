package io.logcast.producer.requests;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a header {@code Content-Type} says. */
public final class ContentTypes {

    private ContentTypes() {}

    /** The media type in lower case, without its parameters; empty if there is none. */
    public static String typeOf(@Nullable String header) {
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
