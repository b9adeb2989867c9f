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

    private final RecentEvents events = new RecentEvents();

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
        events.add(before);
        // When
        events.lost();
        // Then
        assertThat(earlierCopy(after, 10)).isEqualTo(Duration.ofSeconds(10));
        events.add(after);
        assertThat(earlierCopy(after, 10)).isEqualTo(Duration.ofSeconds(10));
        assertThat(earlierCopy(eventAt(60), 60)).isEqualTo(Duration.ofSeconds(60));
        assertThat(earlierCopy(eventAt(71), 71)).isZero();
        assertThat(earlierCopy(eventAt(-1), -1)).isZero();
        assertThat(earlierCopy(before, 0)).isZero();
    }

    private Duration earlierCopy(LogEvent event, int seconds) {
        return events.earlierCopy(event.id(), START.plusSeconds(seconds));
    }

    private static LogEvent eventAt(int seconds) {
        return observedAt(START.plusSeconds(seconds), "hello");
    }
}
