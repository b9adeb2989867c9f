package io.logcast.consumer.archive.table;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.observedAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup and the restore of an archive, with the commands of docs/operating.md. */
class BackupTest extends OwnArchive {

    private static final String TABLES =
            "select relname from pg_class where relkind = 'r' and relname like 'log\\_event%' order by 1";
    private static final String UNCOUNTED_DIFFERENCE = "select (select count(*) from log_event)"
            + " - (select coalesce(sum(events), 0) from log_event_count)"
            + " - (select coalesce(sum(events), 0) from log_event_count_change)";
    private static final String SPANS_DIFFERENCE =
            "select distinct sum(events) - (select sum(events) from log_event_count)"
                    + " from log_event_count_span group by minutes";

    @TempDir
    Path folder;

    BackupTest() throws SQLException {}

    private static final class Restored extends OwnArchive {

        Restored() throws SQLException {}
    }

    @Test
    void aDumpMadeWhileEventsAreStoredAndPartsBeginRestoresTheWholeArchive() throws Exception {
        // Given: a part that is sealed, one that has ended, and one that takes events
        var client = PostgresClient.get();
        var dump = folder.resolve("logcast.dump").toString();
        migrate(LATEST);
        var old = Stream.generate(() -> observedAt(Instant.EPOCH, "old"))
                .limit(300)
                .toList();
        events.insertIfAbsent(old);
        parts.rollOver(Duration.ZERO);
        parts.seal();
        var before = new ArrayList<>(old);
        for (int part = 0; part < 2; part++) {
            var next = Stream.generate(() -> event("before")).limit(300).toList();
            events.insertIfAbsent(next);
            before.addAll(next);
            parts.rollOver(Duration.ZERO);
            texts("select sum_up_log_event_counts(1000)");
        }
        // When
        var isDumped = new AtomicBoolean();
        var during = CompletableFuture.supplyAsync(() -> store(isDumped));
        client.run("pg_dump", "--format=custom", "--file=" + dump, PostgresClient.url(database));
        isDumped.set(true);
        var restored = new Restored();
        client.run("pg_restore", "--exit-on-error", "--dbname=" + PostgresClient.url(restored.database), dump);
        restored.migrate(LATEST);
        // Then: everything from before the dump is there, and nothing that nobody has sent
        var sent = new ArrayList<>(before);
        sent.addAll(during.get());
        assertThat(restored.texts("select id from log_event"))
                .doesNotHaveDuplicates()
                .containsAll(ids(before))
                .isSubsetOf(ids(sent));
        assertThat(restored.texts(TABLES)).contains("log_event_1", "log_event_2", "log_event_3");
        assertThat(restored.texts(UNCOUNTED_DIFFERENCE)).containsExactly("0");
        assertThat(restored.texts(SPANS_DIFFERENCE)).containsExactly("0");
        // And: what is sent again is stored once, and the archive goes on
        restored.sealed.read();
        restored.events.insertIfAbsent(sent);
        assertThat(restored.texts("select id from log_event")).containsExactlyInAnyOrderElementsOf(ids(sent));
        assertThat(restored.parts.rollOver(Duration.ZERO)).isTrue();
        restored.parts.seal();
        assertThat(restored.texts(UNCOUNTED_DIFFERENCE)).containsExactly("0");
        // And: retention drops the first part
        restored.execute(
                "alter table log_event_1 drop constraint log_event_1_times",
                "update log_event_1 set archived_at = now() - interval '31 days'",
                "update log_event_part set ended_at = now() - interval '31 days' where number = 1");
        assertThat(restored.parts.dropOlderThan(Duration.ofDays(30))).hasValue(300);
        assertThat(restored.texts(TABLES)).doesNotContain("log_event_1");
    }

    /** Stores events, in a new part now and then, until the archive is dumped. */
    private List<LogEvent> store(AtomicBoolean isDumped) {
        var stored = new ArrayList<LogEvent>();
        try {
            for (int batch = 0; !isDumped.get(); batch++) {
                var next = Stream.generate(() -> event("during")).limit(10).toList();
                events.insertIfAbsent(next);
                stored.addAll(next);
                if (batch % 10 == 0) {
                    parts.rollOver(Duration.ZERO);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return stored;
    }

    private static List<String> ids(List<LogEvent> events) {
        return events.stream().map(event -> event.id().toString()).toList();
    }
}
