package io.logcast.consumer.search;

import static io.logcast.consumer.filters.LogFilter.ALL;
import static io.logcast.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agroal.api.AgroalDataSource;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.LastPart;
import io.logcast.consumer.archive.table.Order;
import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.archive.table.SearchStatements;
import io.logcast.consumer.filters.EventTime;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.filters.query.AttributeFilter;
import io.logcast.consumer.filters.query.QueryParser;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A generated table, large enough that PostgreSQL plans as for a million rows. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class LogSearchTest {

    private static final int ROWS = 40_000;

    // One event a second; 1 in 100 is an ERROR, 1 in 50 has another source, and each word "nN" occurs in one event.
    private static final String FILL = """
            insert into log_event (id, observed_time_unix_nano, severity_number, source, message, attributes, trace_id,
                                   content_hash, words)
            select gen_random_uuid(), n * 1000000000::bigint, case when n %% 100 = 0 then 17 else 9 end,
                   case when n %% 50 = 7 then 'payments.api' else 'shop.web' end, 'request n' || n,
                   json_build_object('order', n), lpad(to_hex(n), 32, '0'), '',
                   array_to_tsvector(array['request', 'n' || n])
            from generate_series(1, %d) as n""".formatted(ROWS);

    private static final String OLD_ROW = """
            insert into log_event (id, observed_time_unix_nano, severity_number, source, message, attributes,
                                   content_hash, words)
            values (gen_random_uuid(), 1, 9, 'a', 'old', '{}', '', array_to_tsvector(array['%s']))""";

    @Inject
    @DataSource("search")
    AgroalDataSource database;

    @Inject
    LogSearch search;

    @BeforeAll
    static void fill() throws Exception {
        execute("truncate log_event", FILL.replace("log_event", LastPart.name()), "vacuum analyze log_event");
    }

    @AfterAll
    static void empty() throws Exception {
        execute("truncate log_event", "analyze log_event");
    }

    static Stream<Arguments> namedQueries() {
        return Stream.of(
                arguments(ALL, "log_event_newest"),
                arguments(ownTimes(null), "log_event_own"),
                arguments(ownTimes(Instant.ofEpochSecond(ROWS - 60)), "log_event_own"),
                arguments(atLeast(Severity.ERROR), "log_event_error"),
                arguments(atLeast(Severity.FATAL2), "log_event_fatal"),
                arguments(new LogFilter(null, "payments.api", null, List.of(), null, null, null), "log_event_source"),
                arguments(query("n123"), "log_event_words"),
                arguments(query("request -n124 n123"), "log_event_words"),
                arguments(query("n123 or n124"), "log_event_words"),
                arguments(query("\"request n123\""), "log_event_words"),
                arguments(query("severity>=error"), "log_event_error"),
                arguments(query("severity:fatal"), "log_event_fatal"),
                arguments(query("source:payments.api"), "log_event_source"),
                arguments(query("source:(shop.db or payments.db)"), "log_event_source"),
                arguments(query("source:payroll.*"), "log_event_source"),
                arguments(query("order:123"), "log_event_attributes"),
                arguments(query("order:123 or n124"), "log_event_attributes"),
                arguments(query("order.id:123"), "log_event_attributes"),
                arguments(query("trace_id:" + "0".repeat(30) + "ff"), "log_event_trace"),
                arguments(attribute("order", "123"), "log_event_attributes"),
                arguments(
                        new LogFilter(null, null, null, List.of(), "0".repeat(30) + "ff", null, null),
                        "log_event_trace"));
    }

    private static LogFilter atLeast(Severity severity) {
        return new LogFilter(severity, null, null, List.of(), null, null, null);
    }

    private static LogFilter ownTimes(@Nullable Instant from) {
        return new LogFilter(null, null, null, List.of(), null, from, null, EventTime.OWN);
    }

    private static LogFilter query(String query) {
        return new LogFilter(null, null, QueryParser.parse(query), List.of(), null, null, null);
    }

    private static LogFilter attribute(String name, String value) {
        return new LogFilter(null, null, null, List.of(AttributeFilter.of(name, value)), null, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r\u00E9sum\u00E9", "re\u0301sume\u0301"})
    void findsWordsThatEarlierReleasesArchivedAsTheyWereWritten(String query) throws Exception {
        // Given
        execute(OLD_ROW.formatted("r\u00E9sum\u00E9"), OLD_ROW.formatted("re\u0301sume\u0301"));
        try {
            // When
            var found = search.find(query(query), Position.START, 10);
            // Then
            assertThat(found.events()).extracting(LogEvent::message).containsExactlyInAnyOrder("old", "old");
        } finally {
            execute("delete from log_event where message = 'old'");
        }
    }

    @ParameterizedTest
    @MethodSource("namedQueries")
    void usesTheIndexMadeForIt(LogFilter filter, String index) throws Exception {
        // When
        var plan = new ArrayList<String>();
        var newest = Position.startOf(Order.newestFirst(filter.time()));
        try (var connection = database.getConnection();
                var explain = SearchStatements.all(connection, "explain ", filter, newest, 101);
                var lines = explain.executeQuery()) {
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
        }
        // Then
        assertThat(String.join("\n", plan))
                .containsPattern("(using|Bitmap Index Scan on) " + index.replace("log_event", LastPart.name()) + "\\b")
                .doesNotContain("Seq Scan on " + LastPart.name());
    }

    @Test
    void endsInTimeAndGoesOnFromThere() throws Exception {
        // Given: 1 ms, half of which is too short for sorting all events
        var hasty = new LogSearch(database, () -> Duration.ofMillis(1));
        var filter = attribute("order", "17");
        var found = new ArrayList<LogEvent>();
        @Nullable Position position = Position.START;
        var pages = 0;
        // When
        execute("drop index " + LastPart.name() + "_attributes");
        try {
            for (; position != null; pages++) {
                var page = hasty.find(filter, position, 10);
                assertThat(page.isPartial()).isEqualTo(page.next() != null);
                found.addAll(page.events());
                position = page.next();
            }
        } finally {
            execute(
                    "create index %1$s_attributes on %1$s using gin ((attributes::jsonb) jsonb_path_ops)"
                            .formatted(LastPart.name()),
                    "analyze log_event");
        }
        // Then
        assertThat(found).extracting(LogEvent::message).containsExactly("request n17");
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void fillsAPageOnTheWay() throws Exception {
        // Given
        var hasty = new LogSearch(database, () -> Duration.ofMillis(1));
        // When
        var page = hasty.find(query("request"), Position.START, 10);
        // Then
        assertThat(page.events()).hasSize(10);
        assertThat(page.next())
                .isEqualTo(Position.of(Order.NEWEST_FIRST, page.events().get(9)));
    }

    @Test
    void getsOnHoweverLongEachRowTakes() throws Exception {
        // Given: a step of the usual size would take 10 s
        var hasty = new LogSearch(database, () -> Duration.ofMillis(1));
        withSlowWords(
                "0.002",
                () -> await().untilAsserted(() -> {
                    // When
                    var page = hasty.find(query("nowhere"), Position.START, 10);
                    // Then: it makes progress, unless the machine is too busy to read even five rows in half a second
                    assertThat(page.events()).isEmpty();
                    assertThat(page.isPartial()).isTrue();
                    assertThat(page.next()).isNotNull().isNotEqualTo(Position.START);
                }));
    }

    @Test
    void aPageKnowsHowFarAStepCameThatWasCancelled() throws Exception {
        // Given: the second fetch fails
        var sql = """
                select gen_random_uuid() as id, null::bigint as time_unix_nano, n as observed_time_unix_nano,
                       9 as severity_number, 'a' as source, 'm' as message, '{}' as attributes, null as trace_id,
                       null as span_id, 1 / (20 - n)
                from generate_series(1, 40) as n""";
        var page = new GrowingPage(Order.NEWEST_FIRST, 1_000);
        page.startStep();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            // When
            try (var select = connection.prepareStatement(sql)) {
                assertThatThrownBy(() -> page.add(
                                select, System.nanoTime() + Duration.ofHours(1).toNanos()))
                        .hasMessageContaining("division by zero");
            }
            connection.rollback();
        }
        // Then
        var position = page.lastOfStepOr(Position.START);
        var found = page.found(position, true);
        assertThat(found.events()).hasSize(16);
        assertThat(found.bytes()).isPositive();
        assertThat(position)
                .isEqualTo(Position.of(Order.NEWEST_FIRST, found.events().get(15)));
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Makes reading a row's words take that many seconds. */
    private static void withSlowWords(String seconds, Body body) throws Exception {
        execute("alter table log_event rename to log_event_rows", """
                create view log_event as
                select id, time_unix_nano, observed_time_unix_nano, severity_number, source, message, attributes, trace_id,
                       span_id, content_hash, archived_at, (select words from pg_sleep(%s)) as words
                from log_event_rows""".formatted(seconds));
        try {
            body.run();
        } finally {
            execute("drop view log_event", "alter table log_event_rows rename to log_event");
        }
    }

    @Test
    void isEndedByTheDatabaseOnTheWalkToo() throws Exception {
        // Given
        var hasty = new LogSearch(database, () -> Duration.ofMillis(10));
        try (var connection = TestDatabase.get().connect();
                var lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table log_event in access exclusive mode");
            // When
            var page = hasty.find(ALL, Position.START, 10);
            // Then
            assertThat(page.events()).isEmpty();
            assertThat(page.isPartial()).isTrue();
            assertThat(page.next()).isEqualTo(Position.START);
        }
    }

    @Test
    void doesNotLetAReaderWrite() throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var readOnly = statement.executeQuery("show transaction_read_only")) {
            readOnly.next();
            assertThat(readOnly.getString(1)).isEqualTo("on");
        }
    }
}
