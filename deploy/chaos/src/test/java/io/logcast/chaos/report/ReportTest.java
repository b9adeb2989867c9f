package io.logcast.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Coverage ENOUGH = new Coverage(50, 5, 6, 3, 1, 20);
    private static final RoundResult PASSED = new RoundResult(
            "ours",
            "broker-killed",
            1,
            42,
            new Answers(120, 100, 100, 20, 0, 0, 0, 0, 5_000),
            new Outcome(0, 0, 0),
            new Checks(0, 0, 0, 0, 0, 0),
            ENOUGH,
            new Recovery(0.5, 1.25, true, true, true));
    private static final RoundResult FAILED = new RoundResult(
            "ours",
            "broker-killed",
            2,
            43,
            new Answers(50, 50, 40, 0, 0, 0, 10, 10, 7_000),
            new Outcome(3, 2, 1),
            new Checks(4, 5, 6, 7, 8, 9),
            new Coverage(50, 5, 5, 3, 2, 20),
            new Recovery(0.1, null, false, true, true));

    @TempDir
    Path folder;

    @Test
    void itGoesOnWhereAnEarlierRunEnded() {
        // Given
        Report.in(folder, true).add(PASSED);

        // When
        var resumed = Report.in(folder, true);

        // Then
        assertThat(resumed.has("ours", "broker-killed", 1)).isTrue();
        assertThat(resumed.has("ours", "broker-killed", 2)).isFalse();
        assertThat(resumed.has("stock", "broker-killed", 1)).isFalse();
        assertThat(Report.in(folder, false).has("ours", "broker-killed", 1)).isFalse();
    }

    @Test
    void aRowSumsTheRoundsAndTellsTheSlowest() throws IOException {
        // When
        var report = Report.in(folder, false);
        report.add(PASSED);
        report.add(FAILED);

        // Then
        assertThat(Files.readString(folder.resolve("chaos-report.md")))
                .contains(
                        "| broker-killed | 2 | 170 | 140 | 3 | 2 | 1 | 4 | 5 | 6 | 7 | 3 | 8 | 9 | 10 | 10 | 20 | 0 | 7000 | 0.5 / never, consumers missing |");
    }

    @Test
    void aRoundPassesIfNothingIsWrong() {
        assertThat(PASSED.passes()).isTrue();
        assertThat(FAILED.passes()).isFalse();
    }

    @Test
    void aRoundWhoseChecksSawNothingDoesNotPass() {
        assertThat(passesWith(new Coverage(0, 5, 100, 3, 0, 20))).isFalse();
        assertThat(passesWith(new Coverage(50, 0, 100, 3, 0, 20))).isFalse();
        assertThat(passesWith(new Coverage(50, 5, 5, 3, 0, 20))).isFalse();
        assertThat(passesWith(new Coverage(50, 5, 100, 0, 0, 20))).isFalse();
        assertThat(passesWith(new Coverage(50, 5, 100, 3, 0, 0))).isFalse();
    }

    private static boolean passesWith(Coverage coverage) {
        return new RoundResult(
                        PASSED.connector(),
                        PASSED.nemesis(),
                        PASSED.round(),
                        PASSED.seed(),
                        PASSED.answers(),
                        PASSED.outcome(),
                        PASSED.checks(),
                        coverage,
                        PASSED.recovery())
                .passes();
    }
}
