package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Release;
import io.logcast.chaos.site.Site;
import java.util.Random;

/** Changes of the services' release. */
final class ReleaseNemeses {

    static final Nemesis CHANGED = new Nemesis("release-changed", Layout.TWO_RELEASES, ReleaseNemeses::change);

    private ReleaseNemeses() {}

    /** One service at a time: to the other release with the consumers first, and back with the producer first. */
    private static void change(Site site, Random random) throws InterruptedException {
        changeConsumers(site, random, Release.OTHER);
        changeProducer(site, random, Release.OTHER);
        changeProducer(site, random, Release.CURRENT);
        changeConsumers(site, random, Release.CURRENT);
    }

    private static void changeConsumers(Site site, Random random, Release release) throws InterruptedException {
        for (int consumer = 0; consumer < site.consumers().size(); consumer++) {
            site.changeConsumer(consumer, release);
            Moments.pause(random, 1_000, 3_000);
        }
    }

    private static void changeProducer(Site site, Random random, Release release) throws InterruptedException {
        site.changeProducer(release);
        Moments.pause(random, 1_000, 3_000);
    }
}
