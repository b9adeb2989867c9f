package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Site;
import java.util.List;
import java.util.Random;

/** Power failures of everything that stores data. */
final class PowerNemeses {

    static final List<Nemesis> ALL = List.of(new Nemesis("power-lost", Layout.DISK, PowerNemeses::lose));

    private static final int LOSSES = 2;

    private PowerNemeses() {}

    /**
     * Kills all brokers and the database at once, with everything that they had not synced. The services run elsewhere.
     */
    private static void lose(Site site, Random random) throws InterruptedException {
        for (int i = 0; i < LOSSES; i++) {
            site.cutPower();
            Moments.pause(random, 200, 2_000);
            site.restorePower();
            Moments.pause(random, 1_000, 4_000);
        }
    }
}
