package io.logcast.consumer.livetail;

import static io.logcast.testing.LogEventFixtures.observedAt;
import static io.logcast.testing.LogEventFixtures.sentAgain;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

    private static final Instant START = Instant.parse("2026-01-31T23:59:59.123456789Z");

    private Instant now = START;
    private final RecentEvents events = new RecentEvents(() -> now);

    @Test
    void recognisesADeliveryOfTheSameCopy() {
        // Given
        var event = eventAt(0);
        // When, Then
        assertThat(events.add(event)).isTrue();
        assertThat(events.add(event)).isFalse();
        assertThat(events.add(sentAgain(event, START.plusSeconds(1)))).isTrue();
    }

    @Test
    void knowsHowMuchEarlierTheFirstCopyWasObserved() {
        // Given
        var event = eventAt(0);
        // When
        events.add(event);
        events.add(sentAgain(event, START.plusSeconds(3)));
        // Then
        assertThat(earlierCopy(event, 5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(earlierCopy(event, 0)).isZero();
        assertThat(earlierCopy(eventAt(0), 5)).isZero();
    }

    @Test
    void afterALossAnotherReplicaMayHaveHadAnEarlierCopy() {
        // Given
        var before = eventAt(0);
        var after = eventAt(10);
        comeAt(0, before);
        // When
        events.lost();
        // Then
        assertThat(earlierCopy(after, 10)).isEqualTo(Duration.ofSeconds(10));
        comeAt(10, after);
        assertThat(earlierCopy(after, 10)).isEqualTo(Duration.ofSeconds(10));
        assertThat(earlierCopy(eventAt(60), 60)).isEqualTo(Duration.ofSeconds(60));
        assertThat(earlierCopy(eventAt(71), 71)).isZero();
        assertThat(earlierCopy(eventAt(-1), -1)).isZero();
        assertThat(earlierCopy(before, 0)).isZero();
    }

    @Test
    void remembersTheFirstOfLossesInARow() {
        // Given
        comeAt(0, eventAt(0));
        events.lost();
        comeAt(30, eventAt(30));
        // When
        events.lost();
        events.lost();
        comeAt(40, eventAt(40));
        // Then
        assertThat(earlierCopy(eventAt(45), 45)).isEqualTo(Duration.ofSeconds(45));
        assertThat(earlierCopy(eventAt(99), 99)).isEqualTo(Duration.ofSeconds(99));
        assertThat(earlierCopy(eventAt(100), 100)).isZero();
    }

    @Test
    void aLossLongAfterAnotherMayHaveComeJustAfterIt() {
        // Given: since the first event of the next queue, nothing has come that shows that this queue still exists
        comeAt(0, eventAt(0));
        events.lost();
        comeAt(10, eventAt(10));
        now = START.plusSeconds(1_200);
        // When
        events.lost();
        comeAt(1_200, eventAt(1_200));
        // Then
        assertThat(earlierCopy(eventAt(1_200), 1_200)).isEqualTo(Duration.ofSeconds(1_200));
    }

    @Test
    void aLaterLossIsANewOne() {
        // Given
        comeAt(0, eventAt(0));
        events.lost();
        comeAt(10, eventAt(10));
        comeAt(71, eventAt(71));
        // When
        events.lost();
        comeAt(80, eventAt(80));
        // Then
        assertThat(earlierCopy(eventAt(85), 85)).isEqualTo(Duration.ofSeconds(14));
    }

    @Test
    void aWrongClockDoesNotMoveALoss() {
        // Given
        comeAt(0, eventAt(0));
        comeAt(1, observedAt(Instant.EPOCH, "the last before the loss"));
        events.lost();
        // When
        comeAt(10, eventAt(3_600));
        // Then
        assertThat(earlierCopy(eventAt(15), 15)).isEqualTo(Duration.ofSeconds(15));
        assertThat(earlierCopy(eventAt(70), 70)).isZero();
        comeAt(80, eventAt(80));
        events.lost();
        assertThat(earlierCopy(eventAt(90), 90)).isEqualTo(Duration.ofSeconds(10));
    }

    private void comeAt(int seconds, LogEvent event) {
        now = START.plusSeconds(seconds);
        events.add(event);
    }

    private Duration earlierCopy(LogEvent event, int seconds) {
        return events.earlierCopy(event.id(), START.plusSeconds(seconds));
    }

    private static LogEvent eventAt(int seconds) {
        return observedAt(START.plusSeconds(seconds), "hello");
    }
}
