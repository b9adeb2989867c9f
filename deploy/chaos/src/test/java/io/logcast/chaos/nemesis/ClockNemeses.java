package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Clocks;
import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;

/** Clocks that are wrong, or are set while the processes run. */
final class ClockNemeses {

    static final Nemesis SET = new Nemesis("clocks-set", Layout.CLOCKS, ClockNemeses::setEach);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final int LEAST_MILLIS = 2_000;
    private static final int MOST_MILLIS = 5_000;

    private ClockNemeses() {}

    /** Those of the database and each service in turn, an hour ahead and an hour back. */
    private static void setEach(Site site, Random random) throws InterruptedException {
        var processes = new ArrayList<>(site.clocks().processes());
        Collections.shuffle(processes, random);
        for (var process : processes) {
            set(site, random, process, HOUR);
            set(site, random, process, HOUR.negated());
            set(site, random, process, Duration.ZERO);
        }
    }

    private static void set(Site site, Random random, String process, Duration ahead) throws InterruptedException {
        site.clocks().set(process, ahead);
        Moments.pause(random, LEAST_MILLIS, MOST_MILLIS);
        if (process.equals(Clocks.OF_DATABASE)) {
            check(site.archive().clockAhead(), ahead);
        }
    }

    /** Otherwise the round would show nothing. */
    private static void check(Duration actual, Duration wanted) {
        if (actual.minus(wanted).abs().compareTo(TOLERANCE) > 0) {
            throw new IllegalStateException("The database's clock is " + actual + " ahead instead of " + wanted);
        }
    }
}
