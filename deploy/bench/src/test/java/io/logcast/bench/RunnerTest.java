package io.logcast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunnerTest {

    private final Recorded benchmark = new Recorded();

    @Test
    void eachRoundBeginsWithAnotherCandidateAndNoneAlwaysFollowsTheSame() {
        // When
        new Runner(0, 3, line -> {}).run(benchmark);

        // Then
        assertThat(String.join("", benchmark.runs)).isEqualTo("BCA" + "CBA" + "ABC");
    }

    @Test
    void warmUpsAreNotCounted() {
        // When
        var result = new Runner(2, 1, line -> {}).run(benchmark);

        // Then
        assertThat(benchmark.runs).hasSize(9);
        assertThat(result.measurements().values())
                .allSatisfy(measured -> assertThat(measured).hasSize(1));
    }

    @Test
    void aRatioComparesWithinARound() {
        // When
        var result = new Runner(0, 3, line -> {}).run(benchmark);

        // Then
        assertThat(result.throughputRatio("B", "A")).isEqualTo(new Spread(1, 0.5, 2));
    }

    private static final class Recorded implements Benchmark {

        private final List<String> runs = new ArrayList<>();

        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public String title() {
            return "Recorded";
        }

        @Override
        public List<String> candidates() {
            return List.of("A", "B", "C");
        }

        @Override
        public List<String> baselines() {
            return List.of("A");
        }

        /**
         * A takes one second in every round; so does B, except for half a second in round 1 and two seconds in round 3.
         */
        @Override
        public Measurement run(String candidate) {
            runs.add(candidate);
            long round = (runs.size() + 2) / 3;
            boolean other = candidate.equals("B");
            long millis = other && round == 1 ? 500 : other && round == 3 ? 2000 : 1000;
            return new Measurement(100, Duration.ofMillis(millis), Duration.ofMillis(1));
        }

        @Override
        public void close() {}
    }
}
