package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Site;
import java.util.Optional;
import java.util.Random;

/**
 * A fault that is caused and then repaired.
 *
 * @param name its name on the command line
 * @param layout the brokers and database that it needs
 * @param excuse why readers may miss events, as a sentence; empty if they must not
 */
public record Nemesis(String name, Layout layout, Strike strike, Optional<String> excuse) {

    Nemesis(String name, Layout layout, Strike strike) {
        this(name, layout, strike, Optional.empty());
    }

    /** Causes the fault at moments taken from {@code random}, and returns when it is repaired. */
    @FunctionalInterface
    public interface Strike {
        void on(Site site, Random random) throws InterruptedException;
    }

    static Nemesis of(String name, Strike strike) {
        return new Nemesis(name, Layout.SINGLE, strike);
    }

    Nemesis excusing(String reason) {
        return new Nemesis(name, layout, strike, Optional.of(reason));
    }
}
