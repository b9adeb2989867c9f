package io.logcast.cli.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who calls. It never shows its secret. */
@FunctionalInterface
interface Credentials {

    /** The value of the header {@code Authorization}; null for none. */
    @Nullable
    String authorization() throws IOException;

    /** The service did not take it. Returns whether there may be a better one now. */
    default boolean renew() {
        return false;
    }

    /** Where nobody is asked. */
    static Credentials none() {
        return () -> null;
    }

    static Credentials ofKey(String key) {
        return () -> "Bearer " + key;
    }
}
