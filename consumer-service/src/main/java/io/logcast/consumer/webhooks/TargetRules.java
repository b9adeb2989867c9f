package io.logcast.consumer.webhooks;

import io.logcast.http.InvalidFieldException;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for the fields of a target. */
final class TargetRules {

    private static final String URL = "push.url";
    private static final String HEADERS = "push.headers";
    private static final int MAX_URL_LENGTH = 2048;
    private static final int MAX_PORT = 65535;
    private static final int MAX_HEADERS = 32;
    private static final int MAX_HEADER_VALUE = 4096;

    /** Also a file's name: no dots and no slashes, so it cannot lead out of its folder. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** RFC 9110, token. */
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    /** Visible ASCII, with spaces and tabs only within it. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([\\t -~]*[!-~])?|");

    private static final String SIGNATURE_PREFIX = "webhook-";
    private static final String PROXY_PREFIX = "proxy-";

    /** Headers that this service sets itself, or that concern the connection and not the request. */
    private static final Set<String> OUR_HEADERS = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding",
            "user-agent");

    /** Their values are secret, and headers are stored and shown. */
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

    private TargetRules() {}

    static void checkPresent(String field, @Nullable Object value) {
        if (value == null) {
            throw new InvalidFieldException(field, "is required");
        }
    }

    /** The name of a secret or of a TLS configuration. */
    static void checkName(String field, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new InvalidFieldException(
                    field, "must be a name: 1 to 64 characters of A-Z a-z 0-9 _ -, the first a letter or digit");
        }
    }

    static List<String> checkedSecrets(List<String> names, int most) {
        if (names.size() > most) {
            throw new InvalidFieldException("push.secrets", "must be at most " + most);
        }
        names.forEach(name -> checkName("push.secrets", name));
        return names.stream().distinct().toList();
    }

    static void checkUrl(URI url) {
        checkPresent(URL, url);
        var scheme = url.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
            throw new InvalidFieldException(URL, "must begin with https:// or http://");
        }
        if (url.getRawUserInfo() != null) {
            throw new InvalidFieldException(URL, "must not have a user or password; use push.authentication");
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            throw new InvalidFieldException(URL, "must have a host of A-Z a-z 0-9 - and dots, or an IP address");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw new InvalidFieldException(URL, "must have a port of 1 to " + MAX_PORT);
        }
        if (url.getRawFragment() != null) {
            throw new InvalidFieldException(URL, "must not have a fragment (#)");
        }
        var text = url.toString();
        if (text.length() > MAX_URL_LENGTH || text.chars().anyMatch(character -> character > '~')) {
            throw new InvalidFieldException(
                    URL, "must have at most " + MAX_URL_LENGTH + " characters, all of ASCII; encode others with %");
        }
    }

    /** An unmodifiable copy in the same order. */
    static Map<String, String> checkedHeaders(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw new InvalidFieldException(HEADERS, "must be at most " + MAX_HEADERS);
        }
        headers.forEach(TargetRules::checkHeader);
        if (headers.keySet().stream().map(TargetRules::lower).distinct().count() < headers.size()) {
            throw new InvalidFieldException(HEADERS, "must not have a name twice");
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static void checkHeader(String name, @Nullable String value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new InvalidFieldException(HEADERS, "must have names as HTTP allows them, of 1 to 128 characters");
        }
        var lower = lower(name);
        if (CREDENTIALS.contains(lower)) {
            throw new InvalidFieldException(HEADERS, "must not have " + name + "; use push.authentication");
        }
        if (OUR_HEADERS.contains(lower) || lower.startsWith(SIGNATURE_PREFIX) || lower.startsWith(PROXY_PREFIX)) {
            throw new InvalidFieldException(HEADERS, "must not have " + name);
        }
        if (value == null
                || value.length() > MAX_HEADER_VALUE
                || !HEADER_VALUE.matcher(value).matches()) {
            throw new InvalidFieldException(
                    HEADERS + "." + name,
                    "must be at most " + MAX_HEADER_VALUE + " characters of ASCII, without control characters");
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
