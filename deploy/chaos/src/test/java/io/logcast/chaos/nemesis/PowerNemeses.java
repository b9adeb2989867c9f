package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Site;
import java.util.List;
import java.util.Random;

/** At everything that stores. */
final class PowerNemeses {

    static final List<Nemesis> ALL = List.of(new Nemesis("power-lost", Layout.DISK, PowerNemeses::lose));

    private static final int LOSSES = 2;

    private PowerNemeses() {}

    /** All brokers and the database at once, with all that they had not synced; the services run elsewhere. */
    private static void lose(Site site, Random random) throws InterruptedException {
        for (int i = 0; i < LOSSES; i++) {
            site.cutPower();
            Moments.pause(random, 200, 2_000);
            site.restorePower();
            Moments.pause(random, 1_000, 4_000);
        }
    }
}
