package io.logcast.client.sending;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Where a sender sends, and how long it waits.
 *
 * @param endpoint the producer's URL, http or https. Without a path, the path is {@code /api/v1/logs}. The query can
 *     have defaults for events ({@code ?source=orders&attr.env=prod})
 * @param authorization supplies the header {@code Authorization} before each request; empty for none
 * @param connectTimeout the time limit of connecting: 100 ms to 5 min
 * @param answerTimeout the time limit from the beginning of a request to the end of its answer: 1 s to 1 h
 * @param firstBackOff the wait before the second try; each further wait is about twice as long: 10 ms to 1 min
 * @param maxBackOff the longest wait between two tries: from {@code firstBackOff} to 1 h
 */
public record SenderSettings(
        URI endpoint,
        Supplier<String> authorization,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration firstBackOff,
        Duration maxBackOff) {

    private static final String PATH = "/api/v1/logs";

    /** @throws IllegalArgumentException naming the setting that is wrong */
    public SenderSettings {
        endpoint = checked(endpoint);
        check("connectTimeout", connectTimeout, Duration.ofMillis(100), Duration.ofMinutes(5));
        check("answerTimeout", answerTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        check("firstBackOff", firstBackOff, Duration.ofMillis(10), Duration.ofMinutes(1));
        check("maxBackOff", maxBackOff, firstBackOff, Duration.ofHours(1));
    }

    /**
     * Settings for that producer without authentication: 5 s to connect, 30 s for an answer, 500 ms to 10 s between
     * tries.
     */
    public static SenderSettings to(URI endpoint) {
        return new SenderSettings(
                endpoint,
                () -> "",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                Duration.ofSeconds(10));
    }

    /** The same with a key of the role publisher. */
    public SenderSettings withKey(String key) {
        // The key becomes part of a header.
        if (key.isBlank() || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("key: must be printable ASCII without blanks");
        }
        return withAuthorization(() -> "Bearer " + key);
    }

    /** The same with that header. If the supplier throws, the try counts as failed. */
    public SenderSettings withAuthorization(Supplier<String> header) {
        return new SenderSettings(endpoint, header, connectTimeout, answerTimeout, firstBackOff, maxBackOff);
    }

    /** The same with these times to connect and to get an answer. */
    public SenderSettings withTimeouts(Duration connect, Duration answer) {
        return new SenderSettings(endpoint, authorization, connect, answer, firstBackOff, maxBackOff);
    }

    /** The same with these waits between tries. */
    public SenderSettings withBackOff(Duration first, Duration max) {
        return new SenderSettings(endpoint, authorization, connectTimeout, answerTimeout, first, max);
    }

    private static URI checked(URI endpoint) {
        var scheme = String.valueOf(endpoint.getScheme());
        var isHttp = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
        if (!isHttp || endpoint.getHost() == null) {
            // Without the URL itself, which may have a password.
            throw new IllegalArgumentException("url: must be like http://localhost:8080, with a scheme and a host");
        }
        var path = endpoint.getRawPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            return endpoint;
        }
        var query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        return endpoint.resolve(PATH + query);
    }

    private static void check(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("%s: must be %d to %d ms, but is %d ms"
                    .formatted(name, min.toMillis(), max.toMillis(), value.toMillis()));
        }
    }
}
