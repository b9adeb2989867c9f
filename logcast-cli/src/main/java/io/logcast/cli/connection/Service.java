package io.logcast.cli.connection;

/** A service that commands call. */
public enum Service {
    /** Takes events. */
    PRODUCER("http://localhost:8080"),
    /** Has the archive, the live tail, subscriptions and dead letters. */
    CONSUMER("http://localhost:8081");

    private final String defaultUrl;

    Service(String defaultUrl) {
        this.defaultUrl = defaultUrl;
    }

    String defaultUrl() {
        return defaultUrl;
    }

    /** Of settings for this service alone. */
    String prefix() {
        return name().toLowerCase(java.util.Locale.ROOT) + "-";
    }
}
