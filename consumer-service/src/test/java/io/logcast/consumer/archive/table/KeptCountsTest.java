package io.logcast.consumer.archive.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.archive.parts.SealedParts;
import io.logcast.consumer.filters.EventTime;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts that are kept say the same as the events themselves, whatever happens to these. */
class KeptCountsTest extends OwnArchive {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration MINUTES = Duration.ofMinutes(10);
    private static final Duration DAYS = Duration.ofDays(3);
    private static final Duration CENTURY = Duration.ofDays(36_500);
    private static final List<Breakdown> BREAKDOWNS = List.of(
            Breakdown.byTime(EventTime.OBSERVED, Duration.ofMinutes(2)),
            Breakdown.byTime(EventTime.OBSERVED, Duration.ofMinutes(15)),
            Breakdown.byTime(EventTime.OBSERVED, Duration.ofHours(3)),
            Breakdown.byTime(EventTime.OBSERVED, Duration.ofDays(7)),
            Breakdown.bySource(),
            Breakdown.byFields(List.of("source", "severity"), "attr."));
    private static final String BEFORE_THE_PARTS = "7";
    private static final String BEFORE_THE_COUNTS = "8";
    private static final String BEFORE_THE_SPANS = "14";
    private static final int ALL = 1_000_000;

    private final Random random = new Random(20260131);

    KeptCountsTest() throws SQLException {}

    @Test
    void countsEventsOfManyPartsAndOfNewOnes() throws Exception {
        // Given
        migrate(LATEST);
        store(400);
        parts.rollOver(Duration.ZERO);
        store(400);
        parts.seal();
        // Then
        assertThatCountsAreRight();
        assertThat(events("log_event_count")).isZero();
        // When
        assertThat(sumUp()).isPositive();
        // Then
        assertThat(events("log_event_count")).isEqualTo(800);
        assertThat(events("log_event_count_change")).isZero();
        assertThatCountsAreRight();
        // When
        store(100);
        sumUp();
        // Then
        assertThat(events("log_event_count")).isEqualTo(900);
        assertThatCountsAreRight();
    }

    @Test
    void countsAreMadeOfTheCountsAndNotOfTheEvents() throws Exception {
        // Given
        migrate(LATEST);
        store(100);
        // When: nobody is told of this
        execute("alter table log_event_1 disable trigger all", "delete from log_event");
        // Then
        var counts = counts(LogFilter.ALL, Breakdown.bySource(), KeptCounts::all);
        assertThat(counts).isNotEqualTo(counts(LogFilter.ALL, Breakdown.bySource(), CountStatements::all));
    }

    @Test
    void anEventThatIsStoredTwiceOrNotAtAllCountsOnceOrNot() throws Exception {
        // Given
        migrate(LATEST);
        var stored = random(100);
        events.insertIfAbsent(stored);
        // When
        events.insertIfAbsent(stored);
        try (var connection = database.connect();
                var delete = connection.createStatement()) {
            connection.setAutoCommit(false);
            delete.execute("delete from log_event");
            connection.rollback();
        }
        // Then
        assertThat(events("log_event_count_change")).isEqualTo(100);
        assertThatCountsAreRight();
    }

    @Test
    void anArchiveFromBeforeIsCountedInItsEventsUntilItsPartsEnd() throws Exception {
        // Given
        migrate(BEFORE_THE_COUNTS);
        store(100);
        parts.rollOver(Duration.ZERO);
        store(100);
        execute(
                "alter table log_event disable trigger store_in_part",
                "with moved as (delete from log_event_1 where id in (select id from log_event_1 limit 30) returning *)"
                        + " insert into log_event select * from moved",
                "alter table log_event enable trigger store_in_part");
        // When
        migrate(LATEST);
        // Then
        store(100);
        assertThatCountsAreRight();
        // When
        parts.rollOver(Duration.ZERO);
        store(100);
        // Then
        assertThatCountsAreRight();
        // When
        parts.seal();
        // Then
        assertThat(texts("select number from log_event_part where number not in (select part from log_event_counted)"))
                .isEmpty();
        assertThatCountsAreRight();
        // When
        sumUp();
        // Then: all but those that are in no part
        assertThat(events("log_event_count")).isEqualTo(370);
        assertThatCountsAreRight();
    }

    @Test
    void whatIsDeletedByHandOrDroppedOrTruncatedDoesNotCount() throws Exception {
        // Given
        migrate(LATEST);
        store(300);
        parts.rollOver(Duration.ZERO);
        store(300);
        sumUp();
        // When
        execute("delete from log_event where severity_number > 12 and source <> 'shop'");
        // Then
        assertThatCountsAreRight(false);
        sumUp();
        assertThatCountsAreRight(false);
        // When
        store(50);
        execute(
                "update log_event_1 set archived_at = now() - interval '31 days', observed_time_unix_nano = 1",
                "update log_event_part set ended_at = now() - interval '31 days' where number = 1");
        assertThat(parts.dropOlderThan(Duration.ofDays(30))).isPresent();
        // Then
        assertThatCountsAreRight(false);
        sumUp();
        sumUp();
        assertThat(texts("select distinct part from log_event_count")).containsExactly("2");
        assertThat(texts("select distinct part from log_event_count_span")).containsExactly("2");
        assertThat(texts("select part from log_event_counted")).containsExactly("2");
        // When
        execute("truncate log_event");
        // Then
        assertThatCountsAreRight();
        assertThat(events("log_event_count")).isZero();
        assertThat(events("log_event_count_span")).isZero();
        store(10);
        assertThatCountsAreRight();
    }

    @Test
    void theReleaseBeforeIsCountedToo() throws Exception {
        // Given
        migrate(LATEST);
        store(20);
        // When
        execute("insert into log_event (id, observed_time_unix_nano, severity_number, source, message, attributes,"
                + " content_hash, words) select gen_random_uuid(), 1769860800000000000 + n * 7000000000, 9, 'before',"
                + " 'm', '{}', '\\x00', '' from generate_series(1, 40) as n");
        // Then
        assertThatCountsAreRight();
        assertThat(events("log_event_count_change")).isEqualTo(60);
    }

    @Test
    void countsStayRightWhileTheyAreSummedUpAndPartsBeginAndEnd() throws Exception {
        // Given
        migrate(LATEST);
        var writers = IntStream.range(0, 2)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> storeInBatches(20)))
                .toList();
        var all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        // When
        while (!all.isDone()) {
            parts.rollOver(Duration.ZERO);
            parts.seal();
            sumUp();
            assertThatCountsAreRight();
        }
        // Then
        all.join();
        assertThatCountsAreRight();
        assertThat(texts("select count(*) from log_event")).containsExactly("800");
    }

    @Test
    void longRangesAreMadeOfLongSpans() throws Exception {
        // Given
        migrate(LATEST);
        store(200);
        sumUp();
        var twoDays = LogFilter.ALL.between(NOON.minus(Duration.ofHours(12)), NOON.plus(Duration.ofHours(36)));
        var before = total(twoDays);
        // When: nobody is told of this
        execute("update log_event_count_span set events = events + 1000 where minutes = 1440 and start % 1440 = 0");
        // Then
        assertThat(total(twoDays)).isGreaterThan(before + 1000);
        assertThat(total(LogFilter.ALL.between(NOON, NOON.plus(MINUTES)))).isLessThan(before);
    }

    @Test
    void theLastOfASourceIsFoundInASpanThatEndsBehindTheRange() throws Exception {
        // Given
        migrate(LATEST);
        var midnight = NOON.plus(Duration.ofHours(12));
        var last = midnight.minusSeconds(15);
        events.insertIfAbsent(List.of(at(NOON), at(last)));
        sumUp();
        for (var to : List.of(midnight.minusSeconds(30), last, last.plusNanos(1))) {
            var day = LogFilter.ALL.between(midnight.minus(Duration.ofDays(1)), to);
            // Then
            assertThat(counts(day, Breakdown.bySource(), KeptCounts::all))
                    .isEqualTo(counts(day, Breakdown.bySource(), CountStatements::all))
                    .hasSize(1);
        }
    }

    @Test
    void eventsThatComeLateAreCountedInTheirSpans() throws Exception {
        // Given
        migrate(LATEST);
        store(200);
        sumUp();
        assertThat(notRolledUp()).isEmpty();
        // When
        store(200);
        // Then
        assertThatCountsAreRight();
        sumUp();
        assertThatCountsAreRight();
        assertThatSpansRepeatTheMinutes();
    }

    @Test
    void countsOfTheReleaseBeforeAreRolledUpWhileEventsArrive() throws Exception {
        // Given
        migrate(BEFORE_THE_SPANS);
        store(300);
        sumUp();
        parts.rollOver(Duration.ZERO);
        store(300);
        sumUp();
        store(50);
        // When
        migrate(LATEST);
        // Then
        assertThat(events("log_event_count_span")).isZero();
        assertThatCountsAreRight();
        // When
        var calls = 0;
        while (!notRolledUp().isEmpty()) {
            store(10);
            texts("select sum_up_log_event_counts(3000)");
            assertThatCountsAreRight();
            calls++;
        }
        // Then
        assertThat(calls).isGreaterThan(5);
        sumUp();
        assertThatCountsAreRight();
        assertThatSpansRepeatTheMinutes();
    }

    @Test
    void aPartThatIsCountedWhileEarlierCountsAreRolledUpHasItsSpans() throws Exception {
        // Given: a part without counts, and another one with counts from before there were spans
        migrate(BEFORE_THE_COUNTS);
        store(100);
        migrate(BEFORE_THE_SPANS);
        parts.rollOver(Duration.ZERO);
        store(100);
        sumUp();
        migrate(LATEST);
        execute("select bound_log_event_part(1)");
        // When
        try (var connection = database.connect();
                var seal = connection.createStatement()) {
            connection.setAutoCommit(false);
            seal.execute("select seal_log_event_part(1)");
            sumUp();
            assertThat(notRolledUp()).isEmpty();
            assertThatCountsAreRight();
            connection.commit();
        }
        // Then
        assertThatCountsAreRight();
        assertThatSpansRepeatTheMinutes();
    }

    @Test
    void theMigrationWaitsForThoseWhoDoNotKnowOfSpans() throws Exception {
        // Given
        migrate(BEFORE_THE_SPANS);
        store(100);
        CompletableFuture<Void> migration;
        try (var connection = database.connect();
                var sum = connection.createStatement()) {
            connection.setAutoCommit(false);
            sum.execute("select pg_advisory_xact_lock('log_event_count'::regclass::oid::bigint)");
            sum.execute("select sum_up_log_event_counts(1000)");
            // When
            migration = CompletableFuture.runAsync(() -> migrate(LATEST));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !texts(
                                    "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select"
                                            + " oid from pg_database where datname = current_database())")
                            .isEmpty());
            connection.commit();
        }
        migration.join();
        // Then
        sumUp();
        assertThatCountsAreRight();
        assertThatSpansRepeatTheMinutes();
    }

    @Test
    void theReleaseBeforeReadsCompleteMinutes() throws Exception {
        // Given
        migrate(LATEST);
        store(200);
        sumUp();
        store(100);
        // Then
        assertThat(texts("select minute, sum(events) from (select minute, events from log_event_count union all"
                        + " select minute, events from log_event_count_change) as kept group by 1 order by"
                        + " 1"))
                .isEqualTo(texts(
                        "select observed_time_unix_nano / 60000000000, count(*) from log_event group by 1 order by 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table log_event owner to \"%s\"",
                "grant select, insert, update, delete on log_event to \"%s\""
            })
    void aServiceWithAUserOfItsOwnCounts(String right) throws Exception {
        // Given
        migrate(BEFORE_THE_PARTS);
        execute("create role \"%s\" login password 'secret'".formatted(name), right.formatted(name));
        migrate(LATEST);
        var service = connections(name, "secret");
        // When
        new LogEventTable(service, new SealedParts(parts, meters)).insertIfAbsent(random(10));
        try (var connection = service.getConnection();
                var select = KeptCounts.all(connection, LogFilter.ALL, Breakdown.bySource());
                var rows = select.executeQuery();
                var sum = connection.prepareStatement("select sum_up_log_event_counts(10)")) {
            // Then
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong("total")).isEqualTo(10);
            assertThat(sum.execute()).isTrue();
        }
        assertThat(events("log_event_count")).isEqualTo(10);
    }

    @Test
    void nobodyElseSumsThemUp() throws Exception {
        migrate(LATEST);
        execute("create role \"%s\" login password 'secret'".formatted(name));
        try (var connection = connections(name, "secret").getConnection();
                var sum = connection.prepareStatement("select sum_up_log_event_counts(10)")) {
            assertThatThrownBy(sum::execute).hasMessageContaining("permission denied");
        }
    }

    @Test
    void triggersOfOtherTablesDoNotCount() throws Exception {
        migrate(LATEST);
        store(10);
        sumUp();
        execute(
                "create table other (i int)",
                "create trigger forged after truncate on other for each statement"
                        + " execute function count_truncated_log_events('1')");
        assertThatThrownBy(() -> execute("truncate other")).hasMessageContaining("only parts of log_event");
        assertThatCountsAreRight();
    }

    private void storeInBatches(int batches) {
        try {
            for (int batch = 0; batch < batches; batch++) {
                events.insertIfAbsent(random(20));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void store(int count) throws SQLException {
        events.insertIfAbsent(random(count));
    }

    /** Many in some minutes, others in some days. */
    private List<LogEvent> random(int count) {
        var sources = List.of("payments.api", "payments.db", "payments", "shop", "shop.web");
        return IntStream.range(0, count)
                .mapToObj(i -> new LogEvent(
                        UUID.randomUUID(),
                        null,
                        randomTime(),
                        Severity.numbered(1 + random.nextInt(24)).orElseThrow(),
                        sources.get(random.nextInt(sources.size())),
                        "m",
                        Map.of(),
                        null,
                        null))
                .toList();
    }

    private static LogEvent at(Instant time) {
        return new LogEvent(UUID.randomUUID(), null, time, Severity.INFO, "shop", "m", Map.of(), null, null);
    }

    private Instant randomTime() {
        var span = random.nextBoolean() ? MINUTES : DAYS;
        return NOON.plusMillis(random.nextInt((int) span.toMillis()));
    }

    private long sumUp() throws SQLException {
        return Long.parseLong(
                texts("select sum_up_log_event_counts(" + ALL + ")").get(0));
    }

    private List<String> notRolledUp() throws SQLException {
        return texts("select minutes from log_event_count_step where since > 0");
    }

    /** Provided that all changes are summed up and everything is rolled up. */
    private void assertThatSpansRepeatTheMinutes() throws SQLException {
        var spans = "select concat_ws(' ', minutes, start, part, source, severity_number, %s, %s) from %s order by 1";
        assertThat(texts(spans.formatted("events", "last", "log_event_count_span")))
                .isNotEmpty()
                .isEqualTo(texts(spans.formatted(
                        "sum(events)",
                        "max(last)",
                        "(select step.minutes, minute - minute % step.minutes as start, part, source, severity_number,"
                                + " events, last from log_event_count, log_event_count_step as step) as spans group by"
                                + " minutes, start, part, source, severity_number")));
    }

    private long total(LogFilter filter) throws SQLException {
        try (var connection = database.connect();
                var select = KeptCounts.all(connection, filter, Breakdown.byTime(EventTime.OBSERVED, CENTURY));
                var row = select.executeQuery()) {
            row.next();
            return row.getLong("total");
        }
    }

    private long events(String table) throws SQLException {
        return Long.parseLong(
                texts("select coalesce(sum(events), 0) from " + table).get(0));
    }

    private void assertThatCountsAreRight() throws SQLException {
        assertThatCountsAreRight(true);
    }

    private void assertThatCountsAreRight(boolean alsoTheLast) throws SQLException {
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (var filter : filters()) {
                for (var breakdown : BREAKDOWNS) {
                    assertThat(KeptCounts.have(filter, breakdown)).isTrue();
                    assertThat(rows(KeptCounts.all(connection, filter, breakdown), alsoTheLast))
                            .as("%s %s", filter, breakdown)
                            .isEqualTo(rows(CountStatements.all(connection, filter, breakdown), alsoTheLast));
                }
            }
        }
    }

    private List<LogFilter> filters() {
        var filters = new ArrayList<>(List.of(
                LogFilter.ALL,
                LogFilter.ALL.between(NOON, NOON.plus(MINUTES)),
                LogFilter.ALL.between(NOON.minus(Duration.ofHours(12)), NOON.plus(Duration.ofHours(36))),
                LogFilter.ofSource("payments.").between(NOON.plusSeconds(60), NOON.plusSeconds(240)),
                new LogFilter(Severity.ERROR, "shop", null, List.of(), null, NOON.plusSeconds(61), null),
                new LogFilter(Severity.WARN, null, null, List.of(), null, null, NOON.plusSeconds(301))));
        for (int i = 0; i < 2; i++) {
            var from = NOON.plusMillis(random.nextInt((int) MINUTES.toMillis()));
            filters.add(LogFilter.ALL.between(from, from.plusMillis(random.nextInt(200_000))));
            filters.add(LogFilter.ALL.between(from, randomTime()));
            filters.add(LogFilter.ALL.between(randomTime(), randomTime()));
        }
        return filters;
    }

    @FunctionalInterface
    private interface Statement {
        PreparedStatement of(Connection connection, LogFilter filter, Breakdown breakdown) throws SQLException;
    }

    private TreeSet<String> counts(LogFilter filter, Breakdown breakdown, Statement statement) throws SQLException {
        try (var connection = database.connect()) {
            return rows(statement.of(connection, filter, breakdown), true);
        }
    }

    private static TreeSet<String> rows(PreparedStatement select, boolean alsoTheLast) throws SQLException {
        var texts = new TreeSet<String>();
        try (select;
                var rows = select.executeQuery()) {
            while (rows.next()) {
                texts.add("%s %s: %s of %s, last %s"
                        .formatted(
                                rows.getLong("number"),
                                rows.getString("value"),
                                rows.getLong("events"),
                                rows.getLong("total"),
                                alsoTheLast ? rows.getLong("last") : 0));
            }
        }
        return texts;
    }
}
