package io.logcast.consumer.database;

import static io.logcast.testing.TestDatabase.execute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.local.process.Folders;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The views for other programs, and Grafana's queries on them, as the user who may read nothing else. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class ViewsTest {

    private static final Path FOLDER = Folders.projectRoot().resolve("deploy/observability");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String PASSWORD = UUID.randomUUID().toString();

    @Inject
    LogEventTable events;

    @BeforeEach
    void fill() throws Exception {
        execute(
                "truncate log_event",
                "truncate dead_letter",
                Files.readString(FOLDER.resolve("grafana/reader.sql")).replace(":'password'", "'" + PASSWORD + "'"),
                """
                insert into dead_letter (kind, reason, attempts, exchange, routing_key, queue, body)
                values ('unreadable', 'no JSON', 1, 'logs', 'a.info', 'logs.archive', 'x')""");
        events.insertIfAbsent(List.of(
                event(NOON, null, Severity.ERROR3, "payments.api", "card declined", Map.of("tenant", "acme")),
                event(NOON.plusSeconds(61), NOON.minusNanos(1_000), Severity.INFO, "shop", "paid by card", Map.of()),
                event(NOON.minus(Duration.ofDays(1)), null, Severity.FATAL, "shop", "out of range", Map.of())));
    }

    @AfterEach
    void dropUser() throws Exception {
        execute("drop owned by logcast_grafana", "drop role logcast_grafana", "truncate dead_letter");
    }

    private static LogEvent event(
            Instant observed,
            @Nullable Instant own,
            Severity severity,
            String source,
            String message,
            Map<String, @Nullable Object> attributes) {
        return new LogEvent(UUID.randomUUID(), own, observed, severity, source, message, attributes, null, null);
    }

    private static Connection grafana() throws SQLException {
        return DriverManager.getConnection(TestDatabase.get().jdbcUrl(), "logcast_grafana", PASSWORD);
    }

    @Test
    void showEachEventWithBothTimes() throws Exception {
        try (var connection = grafana()) {
            assertThat(rows(connection, """
                            select observed_time at time zone 'UTC', event_time at time zone 'UTC', level, severity_number, source,
                                   message, attributes ->> 'tenant'
                            from logcast_events where words @@ 'card'::tsquery order by observed_time_unix_nano"""))
                    .containsExactly(
                            "2026-01-31 12:00:00|2026-01-31 12:00:00|error|19|payments.api|card declined|acme",
                            "2026-01-31 12:01:01|2026-01-31 11:59:59.999999|info|9|shop|paid by card|null");
        }
    }

    @Test
    void answerEachQueryOfTheDashboard() throws Exception {
        // When
        var answers = answers("", "");
        // Then
        assertThat(answers.get("Events")).containsExactly("2");
        assertThat(answers.get("Errors")).containsExactly("1");
        assertThat(answers.get("Sources")).containsExactly("2");
        assertThat(answers.get("Dead letters")).containsExactly("1");
        assertThat(answers.get("Events by severity")).containsExactly(minute(0) + "|error|1", minute(1) + "|info|1");
        assertThat(answers.get("Errors by source")).containsExactly(minute(0) + "|payments.api|1");
        assertThat(answers.get("Events by source"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("payments.api|1|1|");
        assertThat(answers.get("Dead letters by kind"))
                .singleElement()
                .asString()
                .startsWith("unreadable|logs.archive|1|");
        assertThat(answers.get("Latest events")).hasSize(2).first().asString().contains("|paid by card|info|shop|");
        assertThat(answers("pay", "it's CARD-declined").get("Events")).containsExactly("0");
        assertThat(answers("pay", "CARD-declined").get("Events")).containsExactly("1");
        assertThat(answers("shop", "declined").get("Events")).containsExactly("0");
    }

    private static String minute(int number) {
        return String.valueOf(NOON.plusSeconds(60L * number).getEpochSecond());
    }

    /** The rows of each panel, by its title. */
    private static Map<String, List<String>> answers(String source, String words) throws Exception {
        var answers = new LinkedHashMap<String, List<String>>();
        try (var connection = grafana()) {
            for (var panel : dashboard().withArray("panels")) {
                for (var target : panel.withArray("targets")) {
                    var sql = replaced(target.path("rawSql").asText(), source, words);
                    assertThat(sql).doesNotContain("$");
                    answers.put(panel.path("title").asText(), rows(connection, sql));
                }
            }
        }
        assertThat(answers).hasSize(dashboard().withArray("panels").size());
        return answers;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Files.readString(FOLDER.resolve("archive.json"), UTF_8));
    }

    /** The query with Grafana's macros and variables replaced, as Grafana does it. */
    private static String replaced(String sql, String source, String words) {
        var from = NOON.minusSeconds(3_600).getEpochSecond() + "000000000";
        var to = NOON.plusSeconds(3_600).getEpochSecond() + "000000000";
        return sql.replaceAll("\\$__unixEpochNanoFilter\\((\\w+)\\)", "$1 >= " + from + " AND $1 <= " + to)
                .replaceAll(
                        "\\$__timeGroupAlias\\((\\w+), \\$__interval\\)",
                        "floor(extract(epoch from $1)/60)*60 AS \\\"time\\\"")
                .replaceAll("\\$\\{source:sqlstring}", Matcher.quoteReplacement(sqlString(source)))
                .replaceAll("\\$\\{words:sqlstring}", Matcher.quoteReplacement(sqlString(words)));
    }

    private static String sqlString(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        var found = new ArrayList<String>();
        try (var rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                var columns = new ArrayList<String>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", columns));
            }
        }
        return found;
    }

    @Test
    void areSearchedByTheIndexesOfBothTimes() throws Exception {
        try (var connection = grafana()) {
            connection.createStatement().execute("set enable_seqscan = off");
            for (var index : Map.of("observed_time_unix_nano", "_newest", "event_time_unix_nano", "_own")
                    .entrySet()) {
                // When
                var plan = rows(
                        connection,
                        "explain select message from logcast_events where %1$s >= 1 and %1$s <= 2 order by %1$s"
                                .formatted(index.getKey()));
                // Then
                assertThat(String.join("\n", plan)).containsPattern("log_event_\\d+" + index.getValue());
            }
        }
    }

    @Test
    void areAllThatTheirUserCanRead() throws Exception {
        try (var connection = grafana();
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            for (var refused : List.of(
                    "select 1 from log_event",
                    "select 1 from log_event_part",
                    "select body from dead_letter",
                    "select 1 from subscription",
                    "delete from logcast_events",
                    "update logcast_dead_letters set kind = ''",
                    "select drop_log_event_part(interval '0')")) {
                assertThatThrownBy(() -> statement.execute(refused))
                        .as(refused)
                        .hasMessageContaining("permission denied");
            }
        }
    }
}
