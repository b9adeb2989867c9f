package io.logcast.consumer.archive.table;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.observedAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.archive.parts.Part;
import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.archive.parts.SealedParts;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.ContentHash;
import io.logcast.testing.LogEventFixtures;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of an archive, without a service that maintains them. */
class PartsTest extends OwnArchive {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String BEFORE_THE_PARTS = "7";
    private static final String BEFORE_OWN_TIMES = "8";

    // The previous release's statements.
    private static final String INSERT_BEFORE = """
            insert into log_event (id, time_unix_nano, observed_time_unix_nano, severity_number, source, message,
                                   attributes, trace_id, span_id, content_hash, words)
            select id, null, observed, 9, 'before', message, '{}', null, null, hash, array_to_tsvector(array[message])
            from unnest(?::uuid[], ?::bigint[], ?::text[], ?::bytea[]) as row (id, observed, message, hash)
            on conflict (id) do nothing""";
    private static final String CONFLICTS_BEFORE = """
            select number
            from unnest(?::uuid[], ?::bytea[]) with ordinality as sent (id, hash, number) join log_event using (id)
            where content_hash <> hash""";

    private static final String MANY_EVENTS = """
            insert into log_event_%d (id, observed_time_unix_nano, severity_number, source, message, attributes, content_hash,
                                    words)
            select gen_random_uuid(), n, 9, 'many', 'many', '{}', 'hash', 'many' from generate_series(1, 20000) as n""";
    private static final String WORKERS =
            "select parallel_workers_to_launch from pg_stat_database where datname = current_database()";

    PartsTest() throws SQLException {}

    @BeforeEach
    void migrate() {
        migrate(BEFORE_THE_PARTS);
    }

    @Test
    void anIdIsStoredOnceWhileTwoWritersStoreItAndPartsBegin() throws Exception {
        // Given
        migrate(LATEST);
        var batches = IntStream.range(0, 60)
                .mapToObj(batch ->
                        IntStream.range(0, 20).mapToObj(i -> event("one")).toList())
                .toList();
        var begun = new AtomicInteger();
        // When: one writer stores them, and another one, slightly later, stores the same ids with other content
        var one = writer(batches, begun);
        var other = writer(
                batches.stream()
                        .map(batch -> batch.stream().map(PartsTest::changed).toList())
                        .toList(),
                begun);
        while (!one.isDone() || !other.isDone()) {
            if (parts.rollOver(Duration.ZERO)) {
                begun.incrementAndGet();
                parts.seal();
                sealed.read();
            }
        }
        // Then: each id is stored once, by one of the writers, and refused to the other
        assertThat(begun.get()).isGreaterThanOrEqualTo(5);
        assertThat(texts("select id from log_event"))
                .containsExactlyInAnyOrderElementsOf(batches.stream()
                        .flatMap(List::stream)
                        .map(event -> event.id().toString())
                        .toList());
        assertThat(one.get() + other.get()).isEqualTo(1_200);
    }

    /** Stores the events, the second half once there are several parts. Returns how many were refused. */
    private CompletableFuture<Integer> writer(List<List<LogEvent>> batches, AtomicInteger begun) {
        return CompletableFuture.supplyAsync(() -> {
            var conflicts = 0;
            for (int i = 0; i < batches.size(); i++) {
                if (i == batches.size() / 2) {
                    await().atMost(PATIENCE).until(() -> begun.get() >= 5);
                }
                try {
                    conflicts += events.insertIfAbsent(batches.get(i)).size();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
            return conflicts;
        });
    }

    @Test
    void anIdOfAnEarlierPartIsARepeatOrAConflict() throws Exception {
        // Given
        migrate(LATEST);
        var first = event("first");
        events.insertIfAbsent(List.of(first));
        parts.rollOver(Duration.ZERO);
        var next = event("next");
        // When
        var conflicts = events.insertIfAbsent(List.of(first, changed(first), next, next, changed(next)));
        // Then
        assertThat(conflicts).containsExactlyInAnyOrder(changed(first), changed(next));
        assertThat(texts("select message from log_event")).containsExactlyInAnyOrder("first", "next");
        assertThat(events.find(first.id())).map(ArchivedEvent::event).contains(first);
    }

    @Test
    void aServerThatOnlyReadsDoesNotAnswerForARepeat() throws Exception {
        // Given
        migrate(LATEST);
        var event = event();
        events.insertIfAbsent(List.of(event));
        // When
        execute("alter database \"%s\" set default_transaction_read_only = on".formatted(name));
        // Then
        assertThatThrownBy(() -> events.insertIfAbsent(List.of(event)))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void anIdOfASealedPartIsFoundThereAndOthersAreNotLookedUpThere() throws Exception {
        // Given
        migrate(LATEST);
        var first = IntStream.range(0, 1_000).mapToObj(i -> event("first")).toList();
        events.insertIfAbsent(first);
        parts.rollOver(Duration.ZERO);
        parts.seal();
        // When
        sealed.read();
        // Then
        assertThat(events.insertIfAbsent(first.stream().map(PartsTest::changed).toList()))
                .hasSize(1_000);
        events.insertIfAbsent(List.of(event("next")));
        var ofTheFirst = new Part(1, partEnded());
        assertThat(first).allMatch(event -> sealed.mayContain(ofTheFirst, event.id()));
        assertThat(Stream.generate(UUID::randomUUID).limit(1_000).filter(id -> sealed.mayContain(ofTheFirst, id)))
                .hasSizeLessThan(50);
        assertThat(texts("select count(*) from log_event")).containsExactly("1001");
    }

    @Test
    void endedPartsWithoutAFilterAreCounted() throws Exception {
        // Given
        migrate(LATEST);
        events.insertIfAbsent(List.of(event()));
        parts.rollOver(Duration.ZERO);
        var withoutFilter = meters.get("logcast.archive.parts.without.filter").gauge();
        // When
        sealed.read();
        // Then
        assertThat(withoutFilter.value()).isOne();
        // When
        parts.seal();
        sealed.read();
        // Then
        assertThat(withoutFilter.value()).isZero();
    }

    private Instant partEnded() throws SQLException {
        try (var connection = database.connect();
                var row = connection
                        .createStatement()
                        .executeQuery("select ended_at from log_event_part where number = 1")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    @Test
    void aPartIsDroppedWhenAllOfItIsOld() throws Exception {
        // Given
        migrate(LATEST);
        var age = Duration.ofDays(30);
        events.insertIfAbsent(
                List.of(observedAt(Instant.now().minus(Duration.ofDays(31)), "old"), event("observed later")));
        parts.rollOver(Duration.ZERO);
        events.insertIfAbsent(List.of(event("kept")));
        execute(
                "update log_event_1 set archived_at = now() - interval '31 days'",
                "update log_event_part set ended_at = now() - interval '31 days' where number = 1");
        parts.seal();
        // Then
        assertThat(parts.dropOlderThan(age)).isEmpty();
        // When
        execute(
                "alter table log_event_1 drop constraint log_event_1_times",
                "update log_event_1 set observed_time_unix_nano = 1");
        // Then
        assertThat(parts.dropOlderThan(age)).hasValue(2);
        assertThat(parts.dropOlderThan(age)).isEmpty();
        assertThat(texts("select message from log_event")).containsExactly("kept");
    }

    @Test
    void aPartThatIsEmptyDoesNotEndAndAHundredAreEnough() throws Exception {
        migrate(LATEST);
        assertThat(parts.rollOver(Duration.ZERO)).isFalse();
        events.insertIfAbsent(List.of(event()));
        assertThat(parts.rollOver(Duration.ofDays(1))).isFalse();
        assertThat(parts.rollOver(Duration.ZERO)).isTrue();
        events.insertIfAbsent(List.of(event()));
        execute("insert into log_event_part (number, ended_at) select -n, now() from generate_series(1, 98) as n");
        assertThat(parts.rollOver(Duration.ZERO)).isFalse();
    }

    @Test
    void aSearchPassesByThePartsOfOtherTimes() throws Exception {
        // Given
        migrate(LATEST);
        var old = observedAt(Instant.parse("2026-01-01T00:00:00Z"), "old");
        events.insertIfAbsent(List.of(old));
        parts.rollOver(Duration.ZERO);
        events.insertIfAbsent(List.of(observedAt(Instant.parse("2026-02-01T00:00:00Z"), "later")));
        parts.rollOver(Duration.ZERO);
        // When
        parts.seal();
        // Then
        var since = new LogFilter(null, null, null, List.of(), null, Instant.parse("2026-01-15T00:00:00Z"), null);
        var until = new LogFilter(null, null, null, List.of(), null, null, Instant.parse("2026-01-15T00:00:00Z"));
        assertThat(plan(since, Position.START)).contains("log_event_2_newest").doesNotContain("log_event_1_newest");
        assertThat(plan(until, Position.START)).contains("log_event_1_newest").doesNotContain("log_event_2_newest");
        assertThat(plan(LogFilter.ALL, Position.of(Order.NEWEST_FIRST, old)))
                .contains("log_event_1_newest")
                .doesNotContain("log_event_2_newest");
    }

    private String plan(LogFilter filter, Position position) throws SQLException {
        var plan = new ArrayList<String>();
        try (var connection = database.connect();
                var explain = SearchStatements.all(connection, "explain ", filter, position, 10);
                var lines = explain.executeQuery()) {
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
        }
        return String.join("\n", plan);
    }

    @Test
    void newWordsWaitInListsUntilTheseAreEmptied() throws Exception {
        // Given
        migrate(LATEST);
        events.insertIfAbsent(List.of(event("some words")));
        assertThat(texts("select empty_log_event_lists(1) > 0")).containsExactly("t");
        events.insertIfAbsent(List.of(event("more words")));
        // When
        parts.emptyLists();
        // Then
        assertThat(texts("select empty_log_event_lists(1) > 0")).containsExactly("f");
    }

    @Test
    void anArchiveWithoutPartsBecomesTheFirstOneAndTheReleaseBeforeGoesOn() throws Exception {
        // Given
        var archived = event("archived");
        storeBefore(archived);
        // When
        migrate(LATEST);
        // Then: a repeat counts as a repeat, and a conflict as a conflict
        assertThat(events.insertIfAbsent(List.of(archived, changed(archived)))).hasSize(1);
        assertThat(texts("select message from only log_event")).containsExactly("archived");
        var next = event("next");
        events.insertIfAbsent(List.of(next));
        parts.rollOver(Duration.ZERO);
        // When
        var later = event("later");
        var conflicts = storeBefore(archived, changed(next), later, later);
        // Then
        assertThat(conflicts).isEqualTo(1);
        assertThat(texts("select message from log_event_2")).containsExactly("later");
        assertThat(texts("select message from log_event where words @@ 'archived | later'"))
                .containsExactlyInAnyOrder("archived", "later");
        assertThat(texts("select count(*) from log_event")).containsExactly("3");
        assertThat(events.insertIfAbsent(List.of(changed(later)))).hasSize(1);
    }

    @Test
    void allPartsOfAnArchiveGetTheIndexOfOwnTimesAndANewOneBegins() throws Exception {
        // Given
        storeBefore(event("archived"));
        migrate(BEFORE_OWN_TIMES);
        events.insertIfAbsent(List.of(event("first")));
        parts.rollOver(Duration.ZERO);
        events.insertIfAbsent(List.of(event("second")));
        // When
        migrate(LATEST);
        // Then
        events.insertIfAbsent(List.of(event("third")));
        assertThat(texts("select message from log_event_3")).containsExactly("third");
        assertThat(texts("select indexname from pg_indexes where indexname like 'log\\_event%\\_own'"))
                .containsExactlyInAnyOrder("log_event_own", "log_event_1_own", "log_event_2_own", "log_event_3_own");
    }

    /** Stores as the previous release does. Returns how many conflicts it finds. */
    private int storeBefore(LogEvent... batch) throws SQLException {
        var ids = List.of(batch).stream().map(LogEvent::id).toArray();
        var hashes = List.of(batch).stream().map(ContentHash::of).toArray(byte[][]::new);
        try (var connection = database.connect();
                var insert = connection.prepareStatement(INSERT_BEFORE);
                var select = connection.prepareStatement(CONFLICTS_BEFORE)) {
            insert.setArray(1, connection.createArrayOf("uuid", ids));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint",
                            List.of(batch).stream()
                                    .map(event -> LogEventRow.unixNanos(event.observedTimestamp()))
                                    .toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            List.of(batch).stream().map(LogEvent::message).toArray()));
            insert.setArray(4, connection.createArrayOf("bytea", hashes));
            insert.executeUpdate();
            select.setArray(1, connection.createArrayOf("uuid", ids));
            select.setArray(2, connection.createArrayOf("bytea", hashes));
            var conflicts = 0;
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    conflicts++;
                }
            }
            return conflicts;
        }
    }

    @Test
    void theFirstPartIsEmptiedByRows() throws Exception {
        // Given
        storeBefore(observedAt(Instant.EPOCH, "old"), event("observed later"));
        execute("update log_event set archived_at = now() - interval '31 days'");
        migrate(LATEST);
        // When
        var deleted = events.deleteOlderThan(Duration.ofDays(30), 10);
        // Then
        assertThat(deleted).isEqualTo(1);
        assertThat(texts("select message from log_event")).containsExactly("observed later");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table log_event owner to \"%s\"",
                "grant select, insert, update, delete on log_event to \"%s\""
            })
    void whoeverMayUseTheArchiveMayUsePartsThatAnotherUserMigrated(String right) throws Exception {
        // Given
        execute("create role \"%s\" login password 'secret'".formatted(name), right.formatted(name));
        var service = connections(name, "secret");
        var itsParts = new Parts(service);
        var itsEvents = new LogEventTable(service, new SealedParts(itsParts, meters));
        // When
        migrate(LATEST);
        // Then
        itsEvents.insertIfAbsent(List.of(event("first")));
        assertThat(itsParts.rollOver(Duration.ZERO)).isTrue();
        itsParts.seal();
        itsEvents.insertIfAbsent(List.of(event("next")));
        assertThat(texts("select message from log_event_2")).containsExactly("next");
        assertThat(texts("select events from log_event_part where number = 1")).containsExactly("1");
    }

    @Test
    void aPartIsSealedOnceAlthoughTwoReplicasWantTo() throws Exception {
        // Given
        migrate(LATEST);
        events.insertIfAbsent(List.of(event()));
        parts.rollOver(Duration.ZERO);
        parts.seal();
        // When: the other replica looked for parts to seal before that
        execute("select bound_log_event_part(1)");
        // Then
        assertThat(texts("select convalidated from pg_constraint where conname = 'log_event_1_times'"))
                .containsExactly("t");
    }

    @Test
    void idsAreLookedUpWithoutWorkersOfPostgreSql() throws Exception {
        // Given: parts whose indexes are large enough for parallel workers
        migrate(LATEST);
        for (int part = 1; part <= 2; part++) {
            execute(MANY_EVENTS.formatted(part));
            parts.rollOver(Duration.ZERO);
        }
        execute("alter database \"%s\" set parallel_setup_cost = 0".formatted(name), "analyze");
        // When
        events.insertIfAbsent(
                Stream.generate(LogEventFixtures::event).limit(100).toList());
        // Then: the next query has a worker, and it is the first that is counted
        execute("set debug_parallel_query = on", "select count(*) from log_event_part");
        await().atMost(PATIENCE).until(() -> !texts(WORKERS).contains("0"));
        assertThat(texts(WORKERS)).containsExactly("1");
    }

    private static LogEvent changed(LogEvent event) {
        return new LogEvent(
                event.id(),
                null,
                event.observedTimestamp(),
                event.severity(),
                event.source(),
                "changed",
                event.attributes(),
                null,
                null);
    }
}
