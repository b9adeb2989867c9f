package io.logcast.consumer.statistics;

import static io.logcast.testing.LogEventFixtures.observedAt;
import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agroal.api.AgroalDataSource;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.Breakdown;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the counts with the events themselves. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class StatisticsTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String LOGS = "/api/v1/logs";
    /** Over two hours, with more than one event a minute. */
    private static final List<LogEvent> EVENTS = events(new Random(20260131), 3_000);

    @Inject
    LogEventTable events;

    @Inject
    @DataSource("search")
    AgroalDataSource database;

    @BeforeEach
    void fillTheArchive() throws Exception {
        execute("truncate log_event");
        events.insertIfAbsent(EVENTS.subList(0, 2_000));
        // Some events a second time, as after a crash.
        events.insertIfAbsent(EVENTS.subList(1_000, 3_000));
    }

    private static List<LogEvent> events(Random random, int count) {
        var sources = List.of("payments.api", "payments.db", "payments", "shop", "shop.web");
        return IntStream.range(0, count)
                .mapToObj(i -> new LogEvent(
                        UUID.randomUUID(),
                        null,
                        NOON.plusMillis(random.nextInt(7_200_000)),
                        Severity.numbered(1 + random.nextInt(24)).orElseThrow(),
                        sources.get(random.nextInt(sources.size())),
                        random.nextInt(3) == 0 ? "card declined" : "card accepted",
                        Map.of("tenant", "t" + random.nextInt(30), "shard", (long) random.nextInt(3)),
                        null,
                        null))
                .toList();
    }

    static Stream<Arguments> filters() {
        Predicate<LogEvent> all = event -> true;
        Predicate<LogEvent> errors = event -> event.severity().compareTo(Severity.ERROR) >= 0;
        Predicate<LogEvent> payments = event -> event.source().startsWith("payments.");
        Predicate<LogEvent> declined = event -> event.message().contains("declined");
        return Stream.of(
                arguments(Map.of(), all),
                arguments(Map.of("severity", "error"), errors),
                arguments(Map.of("source", "payments."), payments),
                arguments(Map.of("source", "nobody"), all.negate()),
                arguments(Map.of("source", "payments.", "severity", "17"), errors.and(payments)),
                arguments(Map.of("q", "declined"), declined),
                arguments(Map.of("q", "declined", "source", "payments."), declined.and(payments)),
                arguments(
                        Map.of("from", "2026-01-31T12:10:07.25Z", "to", "2026-01-31T13:30:59.999Z"),
                        between("2026-01-31T12:10:07.25Z", "2026-01-31T13:30:59.999Z")),
                arguments(
                        Map.of("from", "2026-01-31T12:10:07Z", "to", "2026-01-31T12:14:08Z", "severity", "error"),
                        between("2026-01-31T12:10:07Z", "2026-01-31T12:14:08Z").and(errors)),
                arguments(
                        Map.of("from", "2026-01-31T12:10:07Z", "to", "2026-01-31T12:10:27Z"),
                        between("2026-01-31T12:10:07Z", "2026-01-31T12:10:27Z")),
                arguments(
                        Map.of("from", "2026-01-31T12:10:00Z", "to", "2026-01-31T13:00:00Z", "q", "declined"),
                        between("2026-01-31T12:10:00Z", "2026-01-31T13:00:00Z").and(declined)),
                arguments(Map.of("from", "2026-01-31T13:00:00Z", "to", "2026-01-31T12:00:00Z"), all.negate()));
    }

    private static Predicate<LogEvent> between(String from, String to) {
        return event -> !event.observedTimestamp().isBefore(Instant.parse(from))
                && event.observedTimestamp().isBefore(Instant.parse(to));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aHistogramHasEachMatchingEventOnce(Map<String, String> filter, Predicate<LogEvent> matches) {
        for (var most : List.of(1, 7, 60, 1_000)) {
            // When
            var histogram = given().queryParams(filter)
                    .queryParam("buckets", most)
                    .get(LOGS + "/histogram")
                    .jsonPath();
            // Then
            var seconds = histogram.getLong("interval_seconds");
            var expected = EVENTS.stream()
                    .filter(matches)
                    .collect(groupingBy(
                            event -> event.observedTimestamp().getEpochSecond() / seconds * seconds,
                            groupingBy(event -> event.severity().rangeStart().name(), counting())));
            assertThat(histogram.getString("relation")).isEqualTo("exact");
            assertThat(histogram.getLong("total"))
                    .isEqualTo(EVENTS.stream().filter(matches).count());
            List<Map<String, Object>> buckets = histogram.getList("buckets");
            assertThat(buckets.size()).isLessThanOrEqualTo(most);
            for (var bucket : buckets) {
                var start = Instant.parse((String) bucket.get("start")).getEpochSecond();
                var ofBucket = expected.getOrDefault(start, Map.of());
                assertThat(texts((Map<?, ?>) requireNonNull(bucket.get("severities"))))
                        .isEqualTo(texts(ofBucket));
                assertThat(((Number) requireNonNull(bucket.get("count"))).longValue())
                        .isEqualTo(ofBucket.values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
            }
        }
    }

    private static String texts(Map<?, ?> counts) {
        return new java.util.TreeMap<>(counts).toString();
    }

    @ParameterizedTest
    @MethodSource("filters")
    void facetsHaveTheMostFrequentValues(Map<String, String> filter, Predicate<LogEvent> matches) {
        // Given
        var matching = EVENTS.stream().filter(matches).toList();
        Map<String, Function<LogEvent, Object>> fields = Map.of(
                "source", LogEvent::source,
                "severity", event -> event.severity().rangeStart().name(),
                "attr.tenant", event -> String.valueOf(event.attributes().get("tenant")),
                "attr.shard", event -> String.valueOf(event.attributes().get("shard")));
        for (var asked : List.of("source,severity", "attr.tenant,severity,attr.shard,source", "severity")) {
            // When
            var facets = given().queryParams(filter)
                    .queryParam("fields", asked)
                    .queryParam("limit", 4)
                    .get(LOGS + "/facets")
                    .jsonPath();
            // Then
            assertThat(facets.getString("relation")).isEqualTo("exact");
            assertThat(facets.getLong("total")).isEqualTo(matching.size());
            assertThat(facets.<String>getList("facets.field")).containsExactly(asked.split(","));
            for (int i = 0; i < asked.split(",").length; i++) {
                assertThatIsRight(
                        facets, "facets[" + i + "]", matching, requireNonNull(fields.get(asked.split(",")[i])));
            }
        }
    }

    private static void assertThatIsRight(
            JsonPath facets, String facet, List<LogEvent> matching, Function<LogEvent, Object> field) {
        var expected = matching.stream().collect(groupingBy(field, counting())).entrySet().stream()
                .sorted(Map.Entry.<Object, Long>comparingByValue().reversed().thenComparing(entry ->
                        (String) entry.getKey()))
                .limit(4)
                .toList();
        assertThat(facets.<String>getList(facet + ".values.value"))
                .isEqualTo(expected.stream().map(Map.Entry::getKey).toList());
        assertThat(facets.getList(facet + ".values.count", Long.class))
                .isEqualTo(expected.stream().map(Map.Entry::getValue).toList());
        assertThat(facets.getLong(facet + ".other"))
                .isEqualTo(matching.size()
                        - expected.stream().mapToLong(Map.Entry::getValue).sum());
    }

    @Test
    void facetsHaveWhatAFilterCanAskFor() throws Exception {
        // Given
        execute("truncate log_event");
        events.insertIfAbsent(List.of(
                with("x", "4711"),
                with("x", 4711L),
                with("x", true),
                with("x", "y".repeat(257)),
                with("x", List.of(1L)),
                with("another", "z")));
        // When
        var facets =
                given().queryParam("fields", "attr.x").get(LOGS + "/facets").jsonPath();
        // Then
        assertThat(facets.getLong("total")).isEqualTo(6);
        assertThat(facets.<String>getList("facets[0].values.value")).containsExactly("4711", "true");
        assertThat(facets.getList("facets[0].values.count", Long.class)).containsExactly(2L, 1L);
        assertThat(facets.getLong("facets[0].other")).isZero();
    }

    private static LogEvent with(String attribute, Object value) {
        return new LogEvent(
                UUID.randomUUID(), null, NOON, Severity.INFO, "s", "m", Map.of(attribute, value), null, null);
    }

    @Test
    void sourcesHaveTheirRateErrorsAndLastEvent() throws Exception {
        // Given
        var now = Instant.now();
        events.insertIfAbsent(List.of(
                of("new", Severity.INFO, now.minusSeconds(30)),
                of("new", Severity.FATAL, now.minusSeconds(90)),
                of("busy", Severity.ERROR, now.minusSeconds(3_000)),
                of("busy", Severity.WARN, now.minusSeconds(3_001)),
                of("busy", Severity.WARN, now.minusSeconds(3_002))));
        // When
        var all = given().get("/api/v1/sources").jsonPath();
        var late = given().queryParam("from", "-2m").get("/api/v1/sources").jsonPath();
        var first = given().queryParam("limit", 1).get("/api/v1/sources").jsonPath();
        // Then
        assertThat(all.getString("relation")).isEqualTo("exact");
        assertThat(all.<String>getList("sources.source")).containsExactly("busy", "new");
        assertThat(all.getBoolean("more")).isFalse();
        assertThat(all.getList("sources.events", Long.class)).containsExactly(3L, 2L);
        assertThat(all.getList("sources.errors", Long.class)).containsExactly(1L, 1L);
        assertThat(all.getDouble("sources[0].events_per_second")).isCloseTo(3 / 86_400.0, within(1e-7));
        assertThat(Instant.parse(all.getString("sources[1].last_seen"))).isEqualTo(now.minusSeconds(30));
        assertThat(late.<String>getList("sources.source")).containsExactly("new");
        assertThat(first.<String>getList("sources.source")).containsExactly("busy");
        assertThat(first.getBoolean("more")).isTrue();
    }

    private static LogEvent of(String source, Severity severity, Instant observed) {
        return new LogEvent(UUID.randomUUID(), null, observed, severity, source, "m", Map.of(), null, null);
    }

    @Test
    void anEmptyArchiveHasNothing() throws Exception {
        // Given
        execute("truncate log_event");
        // Then
        var histogram = given().get(LOGS + "/histogram").jsonPath();
        assertThat(histogram.getLong("total")).isZero();
        assertThat(histogram.getString("relation")).isEqualTo("exact");
        assertThat(given().get(LOGS + "/facets").jsonPath().getList("facets.values"))
                .containsExactly(List.of(), List.of());
        assertThat(given().get("/api/v1/sources").jsonPath().getList("sources")).isEmpty();
    }

    @Test
    void endsAtTheTimeOfTheLastEventIfThatIsAhead() throws Exception {
        // Given
        var ahead = Instant.now().plus(Duration.ofDays(2));
        events.insertIfAbsent(List.of(observedAt(ahead, "by a clock that is ahead")));
        // When
        var histogram =
                given().queryParam("from", "-10m").get(LOGS + "/histogram").jsonPath();
        // Then
        assertThat(histogram.getLong("total")).isEqualTo(1);
        assertThat(Instant.parse(histogram.getString("to"))).isEqualTo(ahead.plusNanos(1));
    }

    @Test
    void countsTheSameStepByStep() throws Exception {
        // Given
        var byFields = Breakdown.byFields(List.of("source", "severity", "attr.tenant"), "attr.");
        var deadline = new Deadline(Duration.ofMinutes(5));
        var filter = LogFilter.ofSource("payments.").between(NOON.plusSeconds(100), NOON.plusSeconds(7_000));
        var atOnce = new Tally();
        var inSteps = new Tally();
        // When
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            new EventCounts(connection, byFields, deadline, atOnce).count(filter);
            connection.rollback();
            new EventCounts(connection, byFields, deadline, inSteps, 700).walk(filter);
            connection.rollback();
        }
        // Then
        assertThat(inSteps.relation()).isEqualTo(Relation.EXACT);
        assertThat(inSteps.total(Breakdown.ALL))
                .isEqualTo(atOnce.total(Breakdown.ALL))
                .isPositive();
        for (var number : List.of(0, 1, 2)) {
            assertThat(inSteps.counts(number)).isEqualTo(atOnce.counts(number)).isNotEmpty();
        }
    }

    @Test
    void saysAtLeastWhenTheTimeIsOver() throws Exception {
        // Given
        var hasty = new Counting(database, () -> Duration.ofMillis(10));
        var byFields = Breakdown.byFields(List.of("source"), "attr.");
        try (var connection = TestDatabase.get().connect();
                var lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table log_event in access exclusive mode");
            // When
            var tallies = List.of(
                    hasty.count(LogFilter.ALL, byFields, hasty.deadline()),
                    hasty.count(LogFilter.ALL, Breakdown.byTime(Duration.ofSeconds(1)), hasty.deadline()));
            // Then
            assertThat(tallies).allSatisfy(tally -> {
                assertThat(tally.relation()).isEqualTo(Relation.AT_LEAST);
                assertThat(tally.total(Breakdown.ALL)).isZero();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/logs/histogram, buckets, 0",
        "/api/v1/logs/histogram, buckets, 1001",
        "/api/v1/logs/histogram, buckets, many",
        "/api/v1/logs/histogram, from, yesterday",
        "/api/v1/logs/histogram, limit, 10",
        "/api/v1/logs/facets, limit, 0",
        "/api/v1/logs/facets, limit, 101",
        "/api/v1/logs/facets, fields, message",
        "/api/v1/logs/facets, fields, attr.",
        "/api/v1/logs/facets, fields, 'source,'",
        "/api/v1/logs/facets, fields, 'source,source'",
        "/api/v1/logs/facets, fields, 'attr.1,attr.2,attr.3,attr.4,attr.5,attr.6,attr.7,attr.8,attr.9,attr.10,attr.11'",
        "/api/v1/logs/facets, severity, loud",
        "/api/v1/logs/facets, fields, ''",
        "/api/v1/logs/histogram, order, asc",
        "/api/v1/sources, from, ''",
        "/api/v1/sources, from, now",
        "/api/v1/sources, to, -25h",
        "/api/v1/sources, limit, 1001",
        "/api/v1/sources, severity, error"
    })
    void answers400NamingTheParameter(String path, String name, String value) {
        // When
        var answer = given().queryParam(name, value).get(path);
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getList("violations.field"))
                .containsExactly(path.endsWith("sources") && name.equals("to") ? "from" : name);
    }
}
