package io.logcast.consumer.search;

import static io.logcast.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.filters.query.QueryParser;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random queries match the same random events in the archive and in the live tail. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class QueriesAgreeTest {

    private static final long SEED = 20260131;
    private static final int EVENTS = 200;
    private static final int QUERIES = 300;

    @Inject
    LogEventTable events;

    @Inject
    LogSearch search;

    @Test
    void onWhatQueriesFind() throws Exception {
        // Given
        var random = new RandomQueries(SEED);
        var archived = random.events(EVENTS);
        execute("truncate log_event");
        events.insertIfAbsent(archived);
        var selective = 0;
        for (int i = 0; i < QUERIES; i++) {
            var query = random.query();
            var filter = new LogFilter(null, null, QueryParser.parse(query), List.of(), null, null, null);
            // When
            var found = search.find(filter, Position.START, EVENTS).events();
            // Then
            assertThat(found)
                    .as(query)
                    .containsExactlyInAnyOrderElementsOf(archived.stream()
                            .filter(event -> new LiveEvent(event).matches(filter))
                            .toList());
            selective += !found.isEmpty() && found.size() < EVENTS ? 1 : 0;
        }
        assertThat(selective).isGreaterThan(QUERIES / 2);
    }
}
