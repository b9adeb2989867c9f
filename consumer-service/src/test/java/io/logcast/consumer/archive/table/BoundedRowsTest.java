package io.logcast.consumer.archive.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.testing.TestDatabase;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedRowsTest {

    // Small events first, then large ones; the sequence counts the rows that the database has sent.
    private static final String SMALL_ONES_FIRST = """
            select nextval('sent'), gen_random_uuid() as id, null::bigint as time_unix_nano, n as observed_time_unix_nano,
                   9 as severity_number, 'a' as source, '{}' as attributes, null as trace_id, null as span_id,
                   case when n <= 40 then 'small' else repeat('x', 60000) end as message
            from generate_series(1, 2000) as n""";

    @Test
    void fetchesFewWhateverCameBefore() throws Exception {
        // Given
        var found = new ArrayList<LogEvent>();
        try (var connection = TestDatabase.get().connect();
                var statement = connection.createStatement()) {
            statement.execute("create temporary sequence sent");
            connection.setAutoCommit(false);
            // When
            try (var select = connection.prepareStatement(SMALL_ONES_FIRST)) {
                var end = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
                var read = BoundedRows.read(select, 50_000, end, (event, bytes, row) -> found.add(event));
                // Then
                assertThat(read.isCut()).isTrue();
            }
            assertThat(found).hasSize(40);
            try (var sent = statement.executeQuery("select currval('sent')")) {
                sent.next();
                assertThat(sent.getInt(1)).isLessThanOrEqualTo(40 + 16);
            }
        }
    }
}
