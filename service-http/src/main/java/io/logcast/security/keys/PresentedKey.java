package io.logcast.security.keys;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key in the header {@code Authorization}.
 *
 * @param scheme the header's scheme
 * @param readings what the key may be; {@code ApiKey} has two readings, the plain key and Elasticsearch's
 */
public record PresentedKey(Scheme scheme, List<String> readings) {

    /** The schemes that a key may come in. */
    public enum Scheme {
        /** The key, or a token of the issuer (RFC 6750). */
        BEARER,
        /** The key is the password; the user's name does not matter (RFC 7617). */
        BASIC,
        /** Used by senders for Splunk's HTTP Event Collector. */
        SPLUNK,
        /** The key, or the Base64 of {@code id:key}, as clients of Elasticsearch do. */
        APIKEY
    }

    /** Empty if the header is absent or has another scheme. */
    public static Optional<PresentedKey> of(@Nullable String authorization) {
        if (authorization == null) {
            return Optional.empty();
        }
        var words = authorization.strip().split(" +", 2);
        var value = words.length == 2 ? words[1] : "";
        return Stream.of(Scheme.values())
                .filter(scheme -> scheme.name().equals(words[0].toUpperCase(Locale.ROOT)))
                .findFirst()
                .map(scheme -> new PresentedKey(scheme, readings(scheme, value)));
    }

    private static List<String> readings(Scheme scheme, String value) {
        return switch (scheme) {
            case BEARER, SPLUNK -> List.of(value);
            case BASIC -> behindColon(value).toList();
            case APIKEY -> Stream.concat(Stream.of(value), behindColon(value)).toList();
        };
    }

    private static Stream<String> behindColon(String base64) {
        try {
            var pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon < 0 ? Stream.empty() : Stream.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // Not Base64, so it has no key.
            return Stream.empty();
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return scheme.name();
    }
}
