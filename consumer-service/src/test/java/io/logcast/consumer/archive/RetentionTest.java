package io.logcast.consumer.archive;

import static io.logcast.testing.LogEventFixtures.event;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.LastPart;
import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.database.DatabaseClock;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class RetentionTest {

    @Inject
    LogEventTable events;

    @Inject
    Parts parts;

    @Inject
    Retention retention;

    @Inject
    ArchiveConfig config;

    @Inject
    DataSource database;

    @Test
    void deletesWhatArrivedThirtyDaysAgoAndCountsIt() throws Exception {
        // Given: more than one batch, archived before there were parts
        var expired = Stream.generate(() -> event("expired")).limit(2_500).toList();
        events.insertIfAbsent(expired);
        age("expired", "30 days 1 minute");
        var kept = event("kept");
        events.insertIfAbsent(List.of(kept));
        age("kept", "29 days 23 hours");
        // When
        retention.deleteExpired();
        // Then
        assertThat(events.find(kept.id())).isPresent();
        for (var event : List.of(expired.get(0), expired.get(2_499))) {
            assertThat(events.find(event.id())).isEmpty();
        }
        assertThat(get("/q/metrics").body().asString())
                .containsPattern("(?m)^logcast_archive_expired_total(\\{.*})? [1-9]\\d{3,}\\.0$");
    }

    @Test
    void keepsWhatADatabaseWhoseClockWasBehindHasStamped() throws Exception {
        // Given
        var event = event("stamped by a clock that was behind");
        events.insertIfAbsent(List.of(event));
        age(event.message(), "400 days", "1 hour");
        // When
        retention.deleteExpired();
        // Then
        assertThat(events.find(event.id())).isPresent();
    }

    @Test
    void deletesNothingWhileTheClocksDiffer() throws Exception {
        // Given
        var expired = event("expired by a clock that jumped");
        events.insertIfAbsent(List.of(expired));
        age("expired by a clock that jumped", "31 days");
        var jumped = new DatabaseClock(database, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        // When
        new Retention(events, parts, jumped, config, new SimpleMeterRegistry()).deleteExpired();
        // Then
        assertThat(events.find(expired.id())).isPresent();
        // When
        new Retention(events, parts, new DatabaseClock(database, Clock.systemUTC()), config, new SimpleMeterRegistry())
                .deleteExpired();
        // Then
        assertThat(events.find(expired.id())).isEmpty();
    }

    private static void age(String message, String age) throws Exception {
        age(message, age, age);
    }

    /** Inserts into the first part, whose events are deleted one by one. */
    private static void age(String message, String arrived, String observed) throws Exception {
        try (var connection = TestDatabase.get().connect();
                var move = connection.prepareStatement("with moved as (delete from " + LastPart.name()
                        + " where message = ? returning *) insert into log_event select * from moved");
                var statement = connection.createStatement();
                var update = connection.prepareStatement(
                        "update log_event set archived_at = now() - ?::interval, observed_time_unix_nano ="
                                + " extract(epoch from now() - ?::interval)::bigint * 1000000000 where message = ?")) {
            // Without the trigger that would move them to the last part.
            statement.execute("set session_replication_role = replica");
            move.setString(1, message);
            move.executeUpdate();
            update.setString(1, arrived);
            update.setString(2, observed);
            update.setString(3, message);
            update.executeUpdate();
        }
    }
}
