package io.logcast.security;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** How this service is reached over HTTP. */
@ConfigMapping(prefix = "logcast.http")
interface HttpConfig {

    /**
     * The names by which callers reach this service without authentication, besides {@code localhost} and IP addresses;
     * {@code *} for any.
     */
    Optional<List<String>> hosts();
}
