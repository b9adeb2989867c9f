package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Site;
import java.util.Random;

/**
 * Something that goes wrong, and is mended.
 *
 * @param name as chosen on the command line
 * @param layout what it needs
 */
public record Nemesis(String name, Layout layout, Strike strike) {

    /** Breaks something at moments that it takes from {@code random}, and returns when it is mended. */
    @FunctionalInterface
    public interface Strike {
        void on(Site site, Random random) throws InterruptedException;
    }

    static Nemesis of(String name, Strike strike) {
        return new Nemesis(name, Layout.SINGLE, strike);
    }
}
