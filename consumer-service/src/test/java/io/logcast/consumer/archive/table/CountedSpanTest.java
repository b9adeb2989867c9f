package io.logcast.consumer.archive.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountedSpanTest {

    private static final CountStep HALF_HOURS = new CountStep(30, 0);
    private static final CountStep DAYS = new CountStep(1_440, 0);

    @Test
    void theMiddleGoesByLongStepsAndTheEdgesByShortOnes() {
        assertThat(CountedSpan.divide(1_400, 4_400, List.of(DAYS, HALF_HOURS)))
                .containsExactly(
                        new CountedSpan(1, 1_400, 1_410),
                        new CountedSpan(30, 1_410, 1_440),
                        new CountedSpan(1_440, 1_440, 4_320),
                        new CountedSpan(30, 4_320, 4_380),
                        new CountedSpan(1, 4_380, 4_400));
    }

    @Test
    void whatIsNotRolledUpYetGoesByShorterSteps() {
        var steps = List.of(new CountStep(1_440, 4_320), new CountStep(30, 1_500));
        assertThat(CountedSpan.divide(1_440, 5_760, steps))
                .containsExactly(
                        new CountedSpan(1, 1_440, 1_500),
                        new CountedSpan(30, 1_500, 4_320),
                        new CountedSpan(1_440, 4_320, 5_760));
    }

    @Test
    void spansFollowEachOtherAndAreComplete() {
        var random = new Random(20260131);
        for (int i = 0; i < 1_000; i++) {
            var steps = List.of(
                    new CountStep(1_440, random.nextInt(5) * 1_440L),
                    new CountStep(60, random.nextInt(120) * 60L),
                    new CountStep(5, random.nextInt(1_200) * 5L));
            var first = random.nextInt(6_000);
            var end = random.nextInt(6_000);
            var next = (long) first;
            for (var span : CountedSpan.divide(first, end, steps).toList()) {
                assertThat(span.first()).isEqualTo(next).isLessThan(span.end());
                assertThat(span.first() % span.minutes()).isZero();
                assertThat(span.end() % span.minutes()).isZero();
                steps.stream()
                        .filter(step -> step.minutes() == span.minutes())
                        .forEach(step -> assertThat(span.first()).isGreaterThanOrEqualTo(step.since()));
                next = span.end();
            }
            assertThat(next).isEqualTo(Math.max(first, end));
        }
    }
}
