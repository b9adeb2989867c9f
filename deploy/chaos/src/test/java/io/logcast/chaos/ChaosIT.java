package io.logcast.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.chaos.nemesis.Nemesis;
import io.logcast.chaos.report.Report;
import io.logcast.chaos.report.RoundResult;
import io.logcast.chaos.site.Site;
import io.logcast.chaos.site.SiteSettings;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** One test for each round of each nemesis; see the README for the settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {

    private final ChaosSettings settings = ChaosSettings.fromProperties();
    private final Report report = Report.in(Path.of("target"), settings.resume());
    private @Nullable Site site;
    private @Nullable SiteSettings siteSettings;

    @TestFactory
    Stream<DynamicTest> acceptedEventsAreArchivedOnceDespite() {
        show("%s, %d requests/s, seed %d", settings.connector(), settings.rate(), settings.seed());
        return settings.nemeses().stream()
                .flatMap(nemesis -> IntStream.rangeClosed(1, settings.rounds())
                        .filter(round -> !report.has(settings.connector(), nemesis.name(), round))
                        .mapToObj(round ->
                                DynamicTest.dynamicTest(nemesis.name() + " " + round, () -> run(nemesis, round))));
    }

    @AfterAll
    void close() {
        if (site != null) {
            site.close();
            site = null;
        }
    }

    private void run(Nemesis nemesis, int number) throws InterruptedException {
        nemesis.layout().obstacle().ifPresent(obstacle -> skip(nemesis, obstacle));
        show("%s %d/%d ...", nemesis.name(), number, settings.rounds());
        var seed = settings.seedOf(nemesis, number);
        RoundResult result;
        try {
            result = new Round(siteFor(nemesis), settings.connector(), nemesis, number, seed).run(settings.rate());
        } catch (InterruptedException | RuntimeException e) {
            show("%s %d is void: %s", nemesis.name(), number, e);
            closeAfter(nemesis, number);
            throw e;
        }
        report.add(result);
        show("%s", result);
        if (!result.passes()) {
            // Nothing of it may affect the next round.
            closeAfter(nemesis, number);
        }
        if (!settings.expectLosses()) {
            assertThat(result).matches(RoundResult::passes, "passes");
        }
    }

    /** Whoever looks for the reason finds the logs of that round. */
    private void closeAfter(Nemesis nemesis, int number) {
        if (site != null) {
            site.keepLogs(nemesis.name() + "-" + number);
        }
        close();
    }

    private Site siteFor(Nemesis nemesis) {
        var wanted = new SiteSettings(nemesis.layout(), settings.connector(), settings.broken());
        if (site != null && !wanted.equals(siteSettings)) {
            close();
        }
        if (site == null) {
            show("starting the services and %s", nemesis.layout());
            site = Site.start(wanted);
            siteSettings = wanted;
        }
        return site;
    }

    private static void skip(Nemesis nemesis, String obstacle) {
        show("%s is skipped: %s", nemesis.name(), obstacle);
        Assumptions.abort(obstacle);
    }

    private static void show(String line, Object... arguments) {
        System.out.println("[chaos] " + line.formatted(arguments));
    }
}
