package io.logcast.security;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Which pages in a browser may call this service.
 *
 * @param hosts names of this service, in lower case
 * @param origins the origins of other pages that may call it, in lower case, such as {@code https://pages.example}
 */
record Sites(Set<String> hosts, Set<String> origins) {

    private static final String ANY = "*";
    private static final Pattern LOOPBACK_OR_ADDRESS =
            Pattern.compile("localhost|.+\\.localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");
    private static final String SAME_ORIGIN = "same-origin";
    /** Sent for example when the user has typed the address. */
    private static final String NO_SITE = "none";

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static Sites of(List<String> hosts, List<String> origins) {
        return new Sites(lowerCase(hosts), lowerCase(origins));
    }

    /** The sites that the settings name. */
    static Sites of(HttpConfig http, Config config) {
        var origins = config.getOptionalValues("quarkus.http.cors.origins", String.class);
        return of(http.hosts().orElse(List.of()), origins.orElse(List.of()));
    }

    /** The same without {@code *} for all origins. */
    Sites withNamedOrigins() {
        var named = origins.stream().filter(origin -> !origin.equals(ANY)).collect(Collectors.toUnmodifiableSet());
        return new Sites(hosts, named);
    }

    private static Set<String> lowerCase(List<String> names) {
        return names.stream().map(Sites::lowerCase).collect(Collectors.toUnmodifiableSet());
    }

    private static String lowerCase(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the header Host names this service. Anybody can point a name of their own at it (DNS rebinding); for a
     * browser, pages under that name then have the same origin as the service.
     */
    boolean isOurs(@Nullable HostAndPort authority) {
        // No browser omits it.
        if (authority == null) {
            return true;
        }
        var host = lowerCase(authority.host());
        return hosts.contains(ANY)
                || hosts.contains(host)
                || LOOPBACK_OR_ADDRESS.matcher(host).matches();
    }

    /** Whether it comes from a page of another site. */
    boolean isOfAnother(HttpServerRequest request) {
        return isOfAnother(request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.authority());
    }

    /** Whether it comes from a page of another site, going by what browsers add and no page can change. */
    boolean isOfAnother(@Nullable String fetchSite, @Nullable String origin, @Nullable HostAndPort authority) {
        if (fetchSite != null && SAME_ORIGIN.equals(lowerCase(fetchSite))) {
            // Behind a proxy that changes the header Host, the origin would look like that of another site.
            return false;
        }
        if (origin != null) {
            var from = lowerCase(origin);
            return !origins.contains(from) && !origins.contains(ANY) && !isSame(from, authority);
        }
        return fetchSite != null && !NO_SITE.equals(lowerCase(fetchSite));
    }

    /** The scheme may differ: a proxy may end TLS. */
    private static boolean isSame(String origin, @Nullable HostAndPort authority) {
        try {
            var from = URI.create(origin);
            if (authority == null || from.getHost() == null) {
                return false;
            }
            var standard = "https".equals(from.getScheme()) ? HTTPS : HTTP;
            return from.getHost().equals(lowerCase(authority.host()))
                    && orStandard(from.getPort(), standard) == orStandard(authority.port(), standard);
        } catch (IllegalArgumentException e) {
            // Such as "null", of pages without an origin.
            return false;
        }
    }

    private static int orStandard(int port, int standard) {
        return port < 0 ? standard : port;
    }
}
