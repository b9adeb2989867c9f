package io.logcast.cli.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The caller's credentials. Its text form never contains the secret. */
@FunctionalInterface
interface Credentials {

    /** The value of the header {@code Authorization}; null for none. */
    @Nullable
    String authorization() throws IOException;

    /** The service refused the credentials. Returns whether new ones may be available now. */
    default boolean renew() {
        return false;
    }

    /** For services without authentication. */
    static Credentials none() {
        return () -> null;
    }

    static Credentials ofKey(String key) {
        return () -> "Bearer " + key;
    }
}
