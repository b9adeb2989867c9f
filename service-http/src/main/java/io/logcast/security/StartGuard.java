package io.logcast.security;

import io.logcast.security.SecurityConfig.Authentication;
import io.logcast.security.keys.Keys;
import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Refuses a start that would let in everybody by mistake. */
@Singleton
final class StartGuard {

    private static final Logger LOG = Logger.getLogger(StartGuard.class);
    private static final String GUEST = "guest";
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[?::1]?)(:\\d+)?", Pattern.CASE_INSENSITIVE);

    /** Checks before Quarkus checks the issuer itself, since Quarkus would name only one of the two settings. */
    void check(@Observes Oidc issuers, SecurityConfig security, KeyAuthentication authentication, Config config) {
        check(security, config);
        authentication.keys().ifPresent(StartGuard::load);
        if (security.authentication() == Authentication.NONE) {
            LOG.warn("Callers are not authenticated: everybody who reaches this service may do everything"
                    + " (LOGCAST_SECURITY_AUTHENTICATION=none)");
        }
        if (security.authentication() != Authentication.OIDC) {
            issuers.create(OidcTenantConfig.builder().disableTenant().build());
        }
    }

    private static void load(Keys keys) {
        try {
            keys.load();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage() + " (LOGCAST_SECURITY_KEYS)", e);
        }
        LOG.infof("Read %d keys of callers", keys.count());
    }

    /** @throws ConfigurationException naming the settings */
    static void check(SecurityConfig security, Config config) {
        if (security.authentication() == Authentication.OIDC && isEmpty(config, "quarkus.oidc.auth-server-url")) {
            throw new ConfigurationException("Callers cannot be authenticated: set QUARKUS_OIDC_AUTH_SERVER_URL to the"
                    + " URL of the OpenID Connect issuer; or LOGCAST_SECURITY_AUTHENTICATION=keys, for callers with"
                    + " keys alone; or, to let in everybody, LOGCAST_SECURITY_AUTHENTICATION=none");
        }
        if (security.authentication() == Authentication.KEYS && security.keys().isEmpty()) {
            throw new ConfigurationException(
                    "Callers cannot be authenticated: LOGCAST_SECURITY_AUTHENTICATION is keys, so"
                            + " set LOGCAST_SECURITY_KEYS to the file of the keys");
        }
        if (security.authentication() == Authentication.NONE && security.keys().isPresent()) {
            throw new ConfigurationException(
                    "Keys would not be checked: LOGCAST_SECURITY_KEYS names a file of keys, but"
                            + " LOGCAST_SECURITY_AUTHENTICATION is none; set it to keys or oidc, or remove one of the two");
        }
        if (!security.allowGuest() && isGuest(config) && !isLoopback(config)) {
            throw new ConfigurationException("The service would log in to RabbitMQ on another machine as guest with the"
                    + " password guest: set RABBITMQ_USERNAME and RABBITMQ_PASSWORD, or, to use guest anyway,"
                    + " LOGCAST_SECURITY_ALLOW_GUEST=true");
        }
    }

    private static boolean isEmpty(Config config, String setting) {
        return config.getOptionalValue(setting, String.class).isEmpty();
    }

    private static boolean isGuest(Config config) {
        // Credentials in files were chosen on purpose.
        return isEmpty(config, "rabbitmq-username-file")
                && isEmpty(config, "rabbitmq-password-file")
                && GUEST.equals(value(config, "rabbitmq-username", GUEST))
                && GUEST.equals(value(config, "rabbitmq-password", GUEST));
    }

    private static boolean isLoopback(Config config) {
        return config
                .getOptionalValues("rabbitmq-addresses", String.class)
                .orElseGet(() -> List.of(value(config, "rabbitmq-host", "localhost")))
                .stream()
                .allMatch(address -> LOOPBACK.matcher(address.strip()).matches());
    }

    private static String value(Config config, String setting, String fallback) {
        return config.getOptionalValue(setting, String.class).orElse(fallback);
    }
}
