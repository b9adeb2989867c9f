package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Site;
import java.time.Duration;
import java.util.Random;

/** Processes that exist and do nothing, as on a machine that swaps or is being migrated. */
final class PauseNemeses {

    static final Nemesis EACH_PAUSED = Nemesis.of("each-paused", PauseNemeses::pauseEach);

    private static final int LEAST_MILLIS = 5_000;
    /** Longer than heartbeats and the producer's deadline. */
    private static final int MOST_MILLIS = 12_000;

    private PauseNemeses() {}

    private static void pauseEach(Site site, Random random) throws InterruptedException {
        var broker = site.brokers().nodes().get(0);
        pause(random, broker::pause, broker::resume);
        pause(random, site.database()::pause, site.database()::resume);
        for (var consumer : site.consumers()) {
            pause(random, consumer::pause, consumer::resume);
        }
        site.producer().pauseFor(Duration.ofMillis(LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS)));
    }

    private static void pause(Random random, Runnable stop, Runnable go) throws InterruptedException {
        stop.run();
        try {
            Moments.pause(random, LEAST_MILLIS, MOST_MILLIS);
        } finally {
            go.run();
        }
        Moments.pause(random, 500, 2_000);
    }
}
