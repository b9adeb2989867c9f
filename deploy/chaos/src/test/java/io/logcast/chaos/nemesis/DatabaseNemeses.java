package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of the database. */
final class DatabaseNemeses {

    static final List<Nemesis> ALL = List.of(
            Nemesis.of("database-stopped", DatabaseNemeses::stop),
            Nemesis.of("database-lost", DatabaseNemeses::lose),
            Nemesis.of("database-stopped-connections-reset", DatabaseNemeses::stopWhileConnectionsReset),
            Nemesis.of("database-failover", DatabaseNemeses::failOver));
    /** Loses events by design: what the primary had committed but not yet streamed. */
    static final Nemesis ASYNCHRONOUS_FAILOVER =
            Nemesis.of("database-failover-asynchronous", DatabaseNemeses::failOverAsynchronously);

    private static final int SHORT_STOPS = 4;
    private static final int LOSSES = 3;
    private static final int RESETS = 30;
    private static final Duration CONSUMER_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration CHECKED_EVERY = Duration.ofSeconds(2);
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration USUAL_CHECK = Duration.ofMinutes(1);

    private DatabaseNemeses() {}

    /** Four times for a moment, and once for longer than a consumer may keep a message. */
    private static void stop(Site site, Random random) throws InterruptedException {
        setConsumerTimeout(site, CONSUMER_TIMEOUT, CHECKED_EVERY);
        for (int i = 0; i < SHORT_STOPS; i++) {
            stopFor(site, random, 100, 2_500);
            Moments.pause(random, 200, 1_500);
        }
        int longEnough =
                (int) CONSUMER_TIMEOUT.plus(CHECKED_EVERY.multipliedBy(2)).toMillis();
        stopFor(site, random, longEnough, longEnough + 2_000);
        setConsumerTimeout(site, USUAL_TIMEOUT, USUAL_CHECK);
    }

    /** As when its machine vanishes and another takes over: clients that wait for an answer learn nothing. */
    private static void lose(Site site, Random random) throws InterruptedException {
        for (int i = 0; i < LOSSES; i++) {
            Moments.pause(random, 200, 3_000);
            site.loseDatabaseConnections();
        }
    }

    /** More often than the delivery limit: held messages must not come back with each reset. */
    private static void stopWhileConnectionsReset(Site site, Random random) throws InterruptedException {
        site.database().stop();
        for (int i = 0; i < RESETS; i++) {
            Moments.pause(random, 300, 900);
            site.resetConnections();
        }
        site.database().start();
    }

    /** The primary dies, and its synchronous standby takes its place. */
    private static void failOver(Site site, Random random) throws InterruptedException {
        site.failOver(true, streaming(random));
    }

    private static void failOverAsynchronously(Site site, Random random) throws InterruptedException {
        site.failOver(false, streaming(random));
    }

    private static Duration streaming(Random random) {
        return Duration.ofMillis(2_000 + random.nextInt(3_000));
    }

    private static void stopFor(Site site, Random random, int least, int most) throws InterruptedException {
        site.database().stop();
        Moments.pause(random, least, most);
        site.database().start();
    }

    private static void setConsumerTimeout(Site site, Duration timeout, Duration check) {
        site.brokers()
                .rabbitmqctl(
                        "eval",
                        "application:set_env(rabbit, consumer_timeout, %d), application:set_env(rabbit, channel_tick_interval, %d)."
                                .formatted(timeout.toMillis(), check.toMillis()));
        // An AMQP channel takes the settings when it is opened.
        site.resetConnections();
    }
}
