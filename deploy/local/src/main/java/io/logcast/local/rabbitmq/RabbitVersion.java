package io.logcast.local.rabbitmq;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A version of RabbitMQ, such as 4.3.6. */
record RabbitVersion(int major, int minor, int patch) {
    /** The recommended series, and the Debian release that has it. */
    static final String REFERENCE = "4.3";

    static final String REFERENCE_RELEASE = "forky";

    private static final Map<String, String> RELEASES =
            Map.of("3.10", "bookworm", "4.0", "trixie", REFERENCE, REFERENCE_RELEASE);
    private static final RabbitVersion OLDEST_SUPPORTED = new RabbitVersion(4, 2, 0);
    private static final Pattern PLUGIN = Pattern.compile("rabbit-(\\d+)\\.(\\d+)\\.(\\d+).*");
    private static final Comparator<RabbitVersion> ORDER = Comparator.comparingInt(RabbitVersion::major)
            .thenComparingInt(RabbitVersion::minor)
            .thenComparingInt(RabbitVersion::patch);

    /**
     * The version in the broker's own entry among its plugins, such as {@code rabbit-4.3.6}; empty for any other entry.
     */
    static Optional<RabbitVersion> ofPlugin(String name) {
        return PLUGIN.matcher(name)
                .results()
                .findFirst()
                .map(parts -> new RabbitVersion(number(parts, 1), number(parts, 2), number(parts, 3)));
    }

    /** Whether RabbitMQ's makers still fix it. */
    boolean isSupported() {
        return ORDER.compare(this, OLDEST_SUPPORTED) >= 0;
    }

    /** The series: its versions read each other's data; those of other series may not. */
    String series() {
        return major + "." + minor;
    }

    /** The Debian release that has a series. */
    static Optional<String> releaseOf(String series) {
        return Optional.ofNullable(RELEASES.get(series));
    }

    /** The message for users of an unsupported version. */
    String warning() {
        return "RabbitMQ " + this + " is out of support, but works";
    }

    @Override
    public String toString() {
        return series() + "." + patch;
    }

    private static int number(MatchResult parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
