package io.logcast.consumer.statistics;

import static io.logcast.testing.TestDatabase.execute;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.provider.Arguments;

/** Events in the archive, and filters with what they match: what is counted is counted here too. */
abstract class CountedEvents {

    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    static final String LOGS = "/api/v1/logs";
    /** Two hours, denser than the minutes. */
    static final List<LogEvent> EVENTS = events(new Random(20260131), 3_000);

    @Inject
    LogEventTable events;

    @BeforeEach
    final void fillTheArchive() throws Exception {
        execute("truncate log_event");
        events.insertIfAbsent(EVENTS.subList(0, 2_000));
        // Some once more, as after a crash.
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
}
