package io.logcast.consumer.archive.table;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.logcast.testing.LogEventFixtures.observedAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.ContentHash;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The statements on the table that Flyway creates. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class LogEventTableTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    LogEventTable events;

    @Inject
    DataSource database;

    @Inject
    @io.quarkus.agroal.DataSource("search")
    DataSource search;

    @Test
    void fillEveryColumnOfTheTable() throws Exception {
        // Given
        var event = fullEvent();
        // When
        events.insertIfAbsent(List.of(event));
        // Then
        try (var connection = TestDatabase.get().connect();
                var select = connection.prepareStatement("select * from log_event where id = ?")) {
            select.setObject(1, event.id());
            try (var rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(emptyColumns(rows)).isEmpty();
                assertThat(rows.getLong("time_unix_nano")).isEqualTo(1_769_903_999_123_456_789L);
                assertThat(rows.getInt("severity_number")).isEqualTo(18);
                assertThat(rows.getBytes("content_hash")).isEqualTo(ContentHash.of(event));
            }
        }
    }

    @Test
    void doNotWaitForADatabaseThatIsGone() throws Exception {
        try (var own = database.getConnection();
                var ofSearch = search.getConnection();
                var row = own.createStatement().executeQuery("show idle_in_transaction_session_timeout")) {
            assertThat(own.getNetworkTimeout()).isEqualTo(120_000);
            assertThat(ofSearch.getNetworkTimeout()).isEqualTo(30_000);
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("2min");
        }
    }

    @Test
    void findWhatWasInserted() throws Exception {
        // Given
        var full = fullEvent();
        var smallest = observedAt(Instant.EPOCH, "");
        // When
        events.insertIfAbsent(List.of(full, smallest));
        // Then
        assertThat(events.find(full.id())).map(ArchivedEvent::event).contains(full);
        assertThat(events.find(smallest.id())).map(ArchivedEvent::event).contains(smallest);
        assertThat(events.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void keepTheFirstOfAnId() throws Exception {
        // Given
        var first = event("first");
        var second = withMessage(first, "second");
        events.insertIfAbsent(List.of(first));
        // When
        events.insertIfAbsent(List.of(second));
        // Then
        assertThat(events.find(first.id())).map(ArchivedEvent::event).contains(first);
    }

    @Test
    void waitForAnotherBatchOfTheSameIdAndFindItsConflict() throws Exception {
        // Given: another replica, or another writer of this replica, has stored the id without committing
        var first = event("first");
        var second = withMessage(first, "second");
        try (var other = TestDatabase.get().connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(("insert into log_event (id, observed_time_unix_nano, severity_number, source, message,"
                            + " attributes, content_hash) values ('%s', 0, 9, 'a', 'first', '{}', 'another')")
                    .formatted(first.id()));
            var conflicts = inBackground(List.of(second));
            await().atMost(PATIENCE).until(LogEventTableTest::isWaiting);
            // When
            other.commit();
            // Then
            assertThat(conflicts.get()).containsExactly(second);
        }
    }

    @Test
    void storeBatchesOfTheSameIdsSideBySide() throws Exception {
        for (int round = 0; round < 20; round++) {
            // Given
            var ones = Stream.generate(() -> event("one")).limit(200).toList();
            var others = new ArrayList<>(
                    ones.stream().map(event -> withMessage(event, "other")).toList());
            Collections.reverse(others);
            // When
            var conflicts = inBackground(ones);
            var otherConflicts = inBackground(others);
            // Then: they do not deadlock, and of each id one event is stored and one refused
            assertThat(Stream.concat(conflicts.get().stream(), otherConflicts.get().stream()))
                    .extracting(LogEvent::id)
                    .containsExactlyInAnyOrderElementsOf(
                            ones.stream().map(LogEvent::id).toList());
        }
    }

    private CompletableFuture<List<LogEvent>> inBackground(List<LogEvent> batch) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return events.insertIfAbsent(batch);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static boolean isWaiting() throws SQLException {
        try (var connection = TestDatabase.get().connect();
                var row = connection
                        .createStatement()
                        .executeQuery("select exists (select from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname = current_database())")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static LogEvent withMessage(LogEvent event, String message) {
        return new LogEvent(
                event.id(),
                null,
                event.observedTimestamp(),
                event.severity(),
                event.source(),
                message,
                event.attributes(),
                null,
                null);
    }

    private static List<String> emptyColumns(ResultSet row) throws Exception {
        var empty = new ArrayList<String>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            if (row.getObject(i) == null) {
                empty.add(row.getMetaData().getColumnName(i));
            }
        }
        return empty;
    }
}
