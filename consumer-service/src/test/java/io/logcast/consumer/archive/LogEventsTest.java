package io.logcast.consumer.archive;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.logcast.testing.LogEventFixtures.observedAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.ContentHash;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The table as Flyway creates it and the statements that use it, against each other. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class LogEventsTest {

    @Inject
    LogEvents events;

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
        assertThat(events.find(full.id())).contains(full);
        assertThat(events.find(smallest.id())).contains(smallest);
        assertThat(events.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void keepTheFirstOfAnId() throws Exception {
        // Given
        var first = event("first");
        var second = new LogEvent(
                first.id(),
                null,
                first.observedTimestamp(),
                first.severity(),
                "other",
                "second",
                first.attributes(),
                null,
                null);
        events.insertIfAbsent(List.of(first));
        // When
        events.insertIfAbsent(List.of(second));
        // Then
        assertThat(events.find(first.id())).contains(first);
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
