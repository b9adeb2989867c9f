package io.logcast.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.cli.TestTerminal;
import io.logcast.cli.terminal.CliException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private final List<Duration> pauses = new ArrayList<>();
    private final TestTerminal terminal = new TestTerminal(Map.of(), "");

    @Test
    void waitsLongerEachTimeAndTellsItOnce() {
        var waiting = new Waiting(terminal.terminal(), pauses::add, null);

        for (int i = 0; i < 12; i++) {
            waiting.after("away", null);
        }

        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(150), Duration.ofMillis(250));
        assertThat(pauses.get(3)).isBetween(Duration.ofMillis(1200), Duration.ofMillis(2000));
        assertThat(pauses.get(11)).isBetween(Duration.ofMillis(22_500), Duration.ofMillis(37_500));
        assertThat(terminal.err()).containsOnlyOnce("away");
        waiting.over();
        waiting.after("away", null);
        assertThat(pauses.get(12)).isLessThan(Duration.ofMillis(300));
    }

    @Test
    void waitsAsLongAsItIsAskedToButNotForHours() {
        var waiting = new Waiting(terminal.terminal(), pauses::add, null);

        waiting.after("away", Duration.ofSeconds(7));
        waiting.after("away", Duration.ofDays(1));
        waiting.after("away", Duration.ofSeconds(-5));

        assertThat(pauses).startsWith(Duration.ofSeconds(7), Duration.ofMinutes(5));
        assertThat(pauses.get(2)).isPositive();
    }

    @Test
    void givesUpWhenItHasWaitedForLongEnough() {
        var waiting = new Waiting(terminal.terminal(), pauses::add, Duration.ofSeconds(10));
        waiting.after("away", Duration.ofMinutes(5));

        assertThat(pauses).containsExactly(Duration.ofSeconds(10));
        assertThatThrownBy(() -> waiting.after("away", null))
                .isInstanceOf(CliException.class)
                .hasMessage("given up: away");
    }

    @Test
    void retryAfterIsANumberOfSecondsOrADate() {
        var now = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

        assertThat(Answer.parseRetryAfter("3", now)).isEqualTo(Duration.ofSeconds(3));
        assertThat(Answer.parseRetryAfter("Thu, 1 Jan 2026 00:01:00 GMT", now)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Answer.parseRetryAfter("soon", now)).isNull();
    }
}
