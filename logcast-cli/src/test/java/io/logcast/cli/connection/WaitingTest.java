package io.logcast.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.cli.TestTerminal;
import io.logcast.cli.terminal.CliException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private final FakeTime time = new FakeTime();
    private final TestTerminal terminal = new TestTerminal(Map.of(), "");

    /** Passes only while something sleeps, or when the test says so. */
    private static final class FakeTime implements Time {

        private final List<Duration> pauses = new ArrayList<>();
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            pauses.add(duration);
            pass(duration);
        }

        private void pass(Duration duration) {
            now += duration.toNanos();
        }
    }

    private Waiting waiting(@Nullable Duration limit) {
        return new Waiting(terminal.terminal(), time, limit);
    }

    @Test
    void waitsLongerEachTimeAndTellsItOnce() {
        var waiting = waiting(null);

        for (int i = 0; i < 12; i++) {
            waiting.after("away", Duration.ZERO);
        }

        assertThat(time.pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(time.pauses.get(3)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1600));
        assertThat(time.pauses.get(11)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        assertThat(terminal.err()).containsOnlyOnce("away");
        waiting.over();
        waiting.after("away", Duration.ZERO);
        assertThat(time.pauses.get(12)).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void waitsAsLongAsTheServiceSays() {
        waiting(null).after("away", Duration.ofSeconds(7));

        assertThat(time.pauses.get(0)).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7200));
    }

    @Test
    void givesUpWhenItHasWaitedForLongEnough() {
        var waiting = waiting(Duration.ofSeconds(10));
        waiting.after("away", Duration.ofMinutes(5));

        assertThat(time.pauses).containsExactly(Duration.ofSeconds(10));
        assertThatThrownBy(() -> waiting.after("away", Duration.ZERO))
                .isInstanceOf(CliException.class)
                .hasMessage("given up: away");
    }

    @Test
    void triesCountTowardsTheLimitButNotTheTimeBeforeTheFirstFailure() {
        var waiting = waiting(Duration.ofSeconds(10));
        time.pass(Duration.ofMinutes(1));
        waiting.after("away", Duration.ofSeconds(1));
        waiting.over();
        waiting.after("away", Duration.ofSeconds(1));

        time.pass(Duration.ofSeconds(9));

        assertThatThrownBy(() -> waiting.after("away", Duration.ZERO)).isInstanceOf(CliException.class);
    }
}
