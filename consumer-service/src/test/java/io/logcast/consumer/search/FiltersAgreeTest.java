package io.logcast.consumer.search;

import static io.logcast.consumer.filters.LogFilter.ALL;
import static io.logcast.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.archive.table.Order;
import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.filters.EventTime;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.filters.query.AttributeFilter;
import io.logcast.consumer.filters.query.QueryParser;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The search in SQL and the live tail in Java match the same events. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class FiltersAgreeTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String TRACE = "ab".repeat(16);

    @Inject
    LogEventTable events;

    @Inject
    LogSearch search;

    private static final List<LogEvent> EVENTS = List.of(
            event(0, Severity.TRACE, "payments", "Card declined", Map.of(), null),
            event(1, Severity.INFO, "payments.api", "card DECLINED twice: /api/v1", Map.of("tenant", "acme"), null),
            event(2, Severity.WARN, "payments-api", "Grüße an 10.0.0.1", Map.of("order", 4711L), null),
            event(3, Severity.ERROR2, "payments.api.db", "timeout", Map.of("order", "4711"), TRACE),
            event(4, Severity.FATAL, "Payments.api", "", Map.of("order", 4711.0, "paid", true), null),
            event(5, Severity.ERROR, "other", "x".repeat(300), Map.of("order", 1e300, "paid", "true"), null),
            event(6, Severity.DEBUG4, "other", "a_b-c 日本語", Collections.singletonMap("none", null), "0a".repeat(16)),
            event(7, Severity.INFO, "other", "declined card", Map.of("order", List.of(4711L)), null),
            event(8, Severity.DEBUG, "other", "opened re\u0301sume\u0301.pdf", Map.of(), null),
            ownTime(9, NOON.minusSeconds(3_600)),
            ownTime(10, NOON.plusMillis(2_500)));

    private static LogEvent event(
            int number,
            Severity severity,
            String source,
            String message,
            Map<String, @Nullable Object> attributes,
            @Nullable String traceId) {
        var observed = NOON.plusSeconds(number);
        return new LogEvent(new UUID(0, number), null, observed, severity, source, message, attributes, traceId, null);
    }

    private static LogEvent ownTime(int number, Instant timestamp) {
        var observed = NOON.plusSeconds(number);
        return new LogEvent(
                new UUID(0, number), timestamp, observed, Severity.DEBUG, "late", "sent late", Map.of(), null, null);
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                arguments(ALL, List.of(10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)),
                arguments(atLeast(Severity.WARN), List.of(5, 4, 3, 2)),
                arguments(atLeast(Severity.ERROR2), List.of(4, 3)),
                arguments(source("payments"), List.of(0)),
                arguments(source("payments."), List.of(3, 1)),
                arguments(source("payments.api"), List.of(1)),
                arguments(source("payments.api."), List.of(3)),
                arguments(query("declined CARD"), List.of(7, 1, 0)),
                arguments(query("api"), List.of(1)),
                arguments(query("GRÜSSE"), List.of()),
                arguments(query("GRÜßE 0"), List.of(2)),
                arguments(query("GRU\u0308ßE 0"), List.of(2)),
                arguments(query("r\u00E9sum\u00E9"), List.of(8)),
                arguments(query("re\u0301sume\u0301"), List.of(8)),
                arguments(query("x".repeat(200)), List.of(5)),
                arguments(query("b 日本語"), List.of(6)),
                arguments(query("\"\":x"), List.of()),
                arguments(query("a.b.c.d.e.f:(" + "1 ".repeat(16) + ")"), List.of()),
                arguments(query("a.b.c.d.e.f:(" + "a* ".repeat(16) + ")"), List.of()),
                arguments(attribute("tenant", "acme"), List.of(1)),
                arguments(attribute("tenant", "ACME"), List.of()),
                arguments(attribute("order", "4711"), List.of(4, 3, 2)),
                arguments(attribute("order", "4711.00"), List.of(4, 2)),
                arguments(attribute("order", "1E300"), List.of(5)),
                arguments(attribute("order", "1e999"), List.of()),
                arguments(attribute("paid", "true"), List.of(5, 4)),
                arguments(attribute("none", "null"), List.of()),
                arguments(attribute("it's \"quoted\" \\", "%_'\"\\"), List.of()),
                arguments(new LogFilter(null, null, null, List.of(), TRACE, null, null), List.of(3)),
                arguments(
                        new LogFilter(null, null, null, List.of(), null, NOON.plusSeconds(2), NOON.plusSeconds(5)),
                        List.of(4, 3, 2)),
                arguments(ownTimes(null, null), List.of(8, 7, 6, 5, 4, 3, 10, 2, 1, 0, 9)),
                arguments(ownTimes(NOON.plusSeconds(2), NOON.plusSeconds(5)), List.of(4, 3, 10, 2)),
                arguments(ownTimes(null, NOON), List.of(9)),
                arguments(
                        new LogFilter(
                                Severity.INFO,
                                "payments.",
                                QueryParser.parse("card"),
                                List.of(AttributeFilter.of("tenant", "acme")),
                                null,
                                NOON,
                                null),
                        List.of(1)));
    }

    private static LogFilter atLeast(Severity severity) {
        return new LogFilter(severity, null, null, List.of(), null, null, null);
    }

    private static LogFilter source(String source) {
        return new LogFilter(null, source, null, List.of(), null, null, null);
    }

    private static LogFilter ownTimes(@Nullable Instant from, @Nullable Instant to) {
        return new LogFilter(null, null, null, List.of(), null, from, to, EventTime.OWN);
    }

    private static LogFilter query(String query) {
        return new LogFilter(null, null, QueryParser.parse(query), List.of(), null, null, null);
    }

    private static LogFilter attribute(String name, String value) {
        return new LogFilter(null, null, null, List.of(AttributeFilter.of(name, value)), null, null, null);
    }

    @BeforeEach
    void fillTheArchive() throws Exception {
        execute("truncate log_event");
        events.insertIfAbsent(EVENTS);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void onWhichEventsAreWanted(LogFilter filter, List<Integer> numbers) throws Exception {
        // Given
        var expected = numbers.stream().map(EVENTS::get).toList();
        // When
        var newest = Position.startOf(Order.newestFirst(filter.time()));
        var found = search.find(filter, newest, 100).events();
        var matching = EVENTS.stream()
                .filter(event -> new LiveEvent(event).matches(filter))
                .toList();
        // Then
        assertThat(found).containsExactlyElementsOf(expected);
        assertThat(matching).containsExactlyInAnyOrderElementsOf(expected);
    }
}
