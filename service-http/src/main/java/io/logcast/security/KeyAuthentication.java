package io.logcast.security;

import io.logcast.security.SecurityConfig.Authentication;
import io.logcast.security.keys.KeyEntry;
import io.logcast.security.keys.Keys;
import io.logcast.security.keys.PresentedKey;
import io.logcast.security.keys.PresentedKey.Scheme;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers by keys: the key's name is the caller, with the key's role. A bearer that is not one of the keys is
 * left to the issuer, if any.
 */
@Singleton
final class KeyAuthentication implements HttpAuthenticationMechanism {

    private static final String BY_KEY = "logcast.by-key";

    private final @Nullable Keys keys;
    private final boolean isAlone;
    private final Sites sites;

    KeyAuthentication(SecurityConfig security, HttpConfig http, Config config) {
        this.keys = security.keys().map(Keys::new).orElse(null);
        this.isAlone = security.authentication() == Authentication.KEYS;
        // With * every page of every site could use a password that the browser knows.
        this.sites = Sites.of(http, config).withNamedOrigins();
    }

    /** Empty if no file of keys is configured. */
    Optional<Keys> keys() {
        return Optional.ofNullable(keys);
    }

    @Override
    public int getPriority() {
        // Before the issuer's.
        return DEFAULT_PRIORITY + DEFAULT_PRIORITY;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager identities) {
        var known = keys;
        if (known == null) {
            return Uni.createFrom().nullItem();
        }
        var presented = PresentedKey.of(call.request().getHeader(HttpHeaders.AUTHORIZATION));
        var entry = presented.flatMap(key -> owner(key, known));
        if (entry.isPresent()) {
            return isOfAnotherSite(call, presented.get())
                    ? Uni.createFrom().failure(UnknownKeyException.failure("A page of another site may not use a key"))
                    : Uni.createFrom().item(identity(entry.get()));
        }
        return notAKey(presented);
    }

    private static Optional<KeyEntry> owner(PresentedKey presented, Keys known) {
        return presented.readings().stream()
                .flatMap(key -> known.find(key).stream())
                .findFirst();
    }

    private Uni<SecurityIdentity> notAKey(Optional<PresentedKey> presented) {
        if (presented.isEmpty()) {
            return isAlone
                    ? Uni.createFrom().failure(UnknownKeyException.failure("A key is needed"))
                    : Uni.createFrom().nullItem();
        }
        return isAlone || presented.get().scheme() != Scheme.BEARER
                ? Uni.createFrom().failure(UnknownKeyException.failure("The key is not valid"))
                : Uni.createFrom().nullItem();
    }

    /** A browser adds a stored password also to requests that pages of other sites make. */
    private boolean isOfAnotherSite(RoutingContext call, PresentedKey presented) {
        return presented.scheme() == Scheme.BASIC && sites.isOfAnother(call.request());
    }

    private static SecurityIdentity identity(KeyEntry entry) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(entry.name()))
                .addRole(entry.role())
                .addAttribute(BY_KEY, true)
                .build();
    }

    /** Whether the caller has shown a key: a token's subject may have the same name. */
    static boolean isByKey(SecurityIdentity caller) {
        return caller.getAttribute(BY_KEY) != null;
    }

    /** With keys only, a browser that opens the page asks for a key as the password. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return isAlone
                ? Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Basic realm=\"Logcast\""))
                : Uni.createFrom().nullItem();
    }
}
