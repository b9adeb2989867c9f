package io.logcast.chaos;

import io.logcast.chaos.site.Site;
import io.logcast.local.process.LocalProcessException;
import java.time.Duration;
import java.util.Map;

/** What the broker and the services still hold although nothing needs it. */
final class LeftOvers {

    private static final int TIMES = 10;
    private static final Duration PAUSE = Duration.ofSeconds(6);

    private final Site site;

    LeftOvers(Site site) {
        this.site = site;
    }

    /** Remembers what is in use before the first round, while everything is in use. */
    void noteWhatIsUsual() throws InterruptedException {
        if (site.usual().isEmpty()) {
            Thread.sleep(Round.BROKERS_COUNT.toMillis());
            site.isUsual(site.usage());
        }
    }

    /** Looks several times, since the broker notices lost connections late. */
    int count() throws InterruptedException {
        var excess = excess();
        for (int i = 1; i < TIMES && !excess.isEmpty(); i++) {
            Thread.sleep(PAUSE.toMillis());
            excess = excess();
        }
        if (!excess.isEmpty()) {
            System.out.println("[chaos] left over: " + excess);
        }
        return excess.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Map<String, Integer> excess() {
        try {
            return site.usage().beyond(site.usual().orElseThrow());
        } catch (LocalProcessException e) {
            return Map.of("unknown: " + e.getMessage(), 1);
        }
    }
}
