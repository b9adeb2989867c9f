package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Disks;
import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.LoopDisk;
import io.logcast.chaos.site.Site;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Disks without any space left. */
final class DiskNemeses {

    static final List<Nemesis> ALL =
            List.of(full("brokers-disk-full", Disks::brokers), full("database-disk-full", Disks::database));

    private static final int LEAST_MILLIS = 5_000;
    private static final int MOST_MILLIS = 15_000;

    private DiskNemeses() {}

    private static Nemesis full(String name, Function<Disks, LoopDisk> disk) {
        return new Nemesis(name, Layout.DISK, (site, random) -> fill(site, random, disk.apply(site.disks())));
    }

    /** Then somebody makes room, and starts what has ended meanwhile. */
    private static void fill(Site site, Random random, LoopDisk disk) throws InterruptedException {
        disk.fill();
        try {
            Moments.pause(random, LEAST_MILLIS, MOST_MILLIS);
        } finally {
            disk.makeRoom();
        }
        site.startWhatEnded();
    }
}
