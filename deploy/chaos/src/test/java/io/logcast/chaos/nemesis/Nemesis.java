package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Site;
import java.util.Random;

/**
 * Something that goes wrong, and is mended.
 *
 * @param name as chosen on the command line
 * @param cluster whether it needs three brokers
 */
public record Nemesis(String name, boolean cluster, Strike strike) {

    /** Breaks something at moments that it takes from {@code random}, and returns when it is mended. */
    @FunctionalInterface
    public interface Strike {
        void on(Site site, Random random) throws InterruptedException;
    }

    static Nemesis of(String name, Strike strike) {
        return new Nemesis(name, false, strike);
    }

    static Nemesis ofCluster(String name, Strike strike) {
        return new Nemesis(name, true, strike);
    }
}
