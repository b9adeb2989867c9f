package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Site;
import java.util.List;
import java.util.Random;

/** Faults of the network between the services and the broker. */
final class NetworkNemeses {

    static final List<Nemesis> ALL = List.of(
            Nemesis.of("connections-reset", NetworkNemeses::reset),
            Nemesis.of("connections-frozen", NetworkNemeses::freeze));

    private static final int RESETS = 5;
    /** Longer than either end tolerates without a heartbeat. */
    private static final int FROZEN_MILLIS = 12_000;

    private NetworkNemeses() {}

    private static void reset(Site site, Random random) throws InterruptedException {
        for (int i = 0; i < RESETS; i++) {
            Moments.pause(random, 200, 2_000);
            site.resetConnections();
        }
    }

    private static void freeze(Site site, Random random) throws InterruptedException {
        site.freezeConnections();
        Moments.pause(random, FROZEN_MILLIS, FROZEN_MILLIS + 2_000);
        site.thawConnections();
    }
}
