package io.logcast.consumer.statistics;

import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.Breakdown;
import io.logcast.consumer.filters.EventTime;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How events are counted, whatever is asked for. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class CountingTest extends CountedEvents {

    @Inject
    @DataSource("search")
    AgroalDataSource database;

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
        var hasty = new Counting(database, Clock.systemUTC(), () -> Duration.ofMillis(10));
        var byFields = Breakdown.byFields(List.of("source"), "attr.");
        try (var connection = TestDatabase.get().connect();
                var lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table log_event in access exclusive mode");
            // When
            var tallies = List.of(
                    hasty.count(LogFilter.ALL, byFields, hasty.deadline()),
                    hasty.count(
                            LogFilter.ALL,
                            Breakdown.byTime(EventTime.OBSERVED, Duration.ofSeconds(1)),
                            hasty.deadline()));
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
