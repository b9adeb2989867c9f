package io.logcast.cli.connection;

/** The services that commands call. */
public enum Service {
    /** The producer, which takes events. */
    PRODUCER("http://localhost:8080"),
    /** The consumer, which has the archive, the live tail, subscriptions and dead letters. */
    CONSUMER("http://localhost:8081");

    private final String defaultUrl;

    Service(String defaultUrl) {
        this.defaultUrl = defaultUrl;
    }

    String defaultUrl() {
        return defaultUrl;
    }

    /** The prefix of settings for this service alone. */
    String prefix() {
        return name().toLowerCase(java.util.Locale.ROOT) + "-";
    }
}
