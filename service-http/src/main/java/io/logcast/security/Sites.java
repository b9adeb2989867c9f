package io.logcast.security;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages in a browser may call this service.
 *
 * @param hosts names of this service, in lower case
 * @param origins those of other pages that may call it, in lower case, such as {@code https://pages.example}
 */
record Sites(Set<String> hosts, Set<String> origins) {

    private static final String ANY = "*";
    private static final Pattern LOOPBACK_OR_ADDRESS =
            Pattern.compile("localhost|.+\\.localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");
    private static final Set<String> OF_NO_OTHER_SITE = Set.of("same-origin", "none");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static Sites of(List<String> hosts, List<String> origins) {
        return new Sites(lowerCase(hosts), lowerCase(origins));
    }

    private static Set<String> lowerCase(List<String> names) {
        return names.stream().map(Sites::lowerCase).collect(Collectors.toUnmodifiableSet());
    }

    private static String lowerCase(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the header Host names this service. A name that somebody else owns can be made to point here, and a page of
     * that name is then of the same origin for a browser.
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

    /** Whether it comes from a page of another site, going by what browsers add and no page can change. */
    boolean isOfAnother(@Nullable String fetchSite, @Nullable String origin, @Nullable HostAndPort authority) {
        if (origin != null) {
            var from = lowerCase(origin);
            return !origins.contains(from) && !origins.contains(ANY) && !isSame(from, authority);
        }
        return fetchSite != null && !OF_NO_OTHER_SITE.contains(lowerCase(fetchSite));
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
