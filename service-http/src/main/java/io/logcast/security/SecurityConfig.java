package io.logcast.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is asked of callers, and of the broker's user. */
@ConfigMapping(prefix = "logcast.security")
interface SecurityConfig {

    /** How callers are authenticated. */
    enum Authentication {
        /** By tokens of the OpenID Connect issuer. */
        OIDC,
        /** Not at all: everybody may do everything. */
        NONE
    }

    @WithDefault("oidc")
    Authentication authentication();

    /** Whether RabbitMQ's user guest with the password guest will do for a broker on another machine. */
    @WithDefault("false")
    boolean allowGuest();
}
