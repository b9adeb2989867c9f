package io.logcast.chaos;

import io.logcast.chaos.nemesis.Nemeses;
import io.logcast.chaos.nemesis.Nemesis;
import io.logcast.chaos.site.Brokenness;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * The suite's settings, from system properties that begin with {@code chaos.}.
 *
 * @param rate requests a second
 * @param expectLosses whether a round that does not pass is only reported and does not fail the test
 */
record ChaosSettings(
        int rounds,
        List<Nemesis> nemeses,
        long seed,
        String connector,
        Brokenness broken,
        int rate,
        boolean resume,
        boolean expectLosses) {

    static ChaosSettings fromProperties() {
        return new ChaosSettings(
                Integer.parseInt(get("rounds", "3")),
                property("nemeses")
                        .map(names -> Nemeses.named(List.of(names.split(","))))
                        .orElse(Nemeses.ALL),
                property("seed").map(Long::parseLong).orElseGet(() -> new Random().nextLong()),
                get("connector", "logcast-rabbitmq"),
                Brokenness.valueOf(
                        get("broken", "none").toUpperCase(Locale.ROOT).replace('-', '_')),
                Integer.parseInt(get("rate", "300")),
                Boolean.parseBoolean(get("resume", "false")),
                Boolean.parseBoolean(get("expect-losses", "false")));
    }

    /** A round's random numbers: the same for the same seed, whichever other rounds are run. */
    long seedOf(Nemesis nemesis, int round) {
        return seed + 31L * nemesis.name().hashCode() + round;
    }

    private static String get(String name, String otherwise) {
        return property(name).orElse(otherwise);
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty("chaos." + name)).filter(value -> !value.isBlank());
    }
}
