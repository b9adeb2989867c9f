package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Site;
import java.util.Random;

/**
 * A fault that is caused and then repaired.
 *
 * @param name its name on the command line
 * @param layout the brokers and database that it needs
 */
public record Nemesis(String name, Layout layout, Strike strike) {

    /** Causes the fault at moments taken from {@code random}, and returns when it is repaired. */
    @FunctionalInterface
    public interface Strike {
        void on(Site site, Random random) throws InterruptedException;
    }

    static Nemesis of(String name, Strike strike) {
        return new Nemesis(name, Layout.SINGLE, strike);
    }
}
