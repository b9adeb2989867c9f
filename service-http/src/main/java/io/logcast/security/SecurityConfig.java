package io.logcast.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What callers, and the broker's user, have to present. */
@ConfigMapping(prefix = "logcast.security")
interface SecurityConfig {

    /** How callers are authenticated. */
    enum Authentication {
        /** By tokens of the OpenID Connect issuer, and by keys if there is a file of them. */
        OIDC,
        /** Only by keys of the file that {@link SecurityConfig#keys()} names. */
        KEYS,
        /** Not at all: everybody may do everything. */
        NONE
    }

    @WithDefault("oidc")
    Authentication authentication();

    /** A file of keys for callers that cannot get tokens: a name, a role and the SHA-256 of the key on each line. */
    Optional<Path> keys();

    /** Whether RabbitMQ's user guest with the password guest is allowed for a broker on another machine. */
    @WithDefault("false")
    boolean allowGuest();
}
