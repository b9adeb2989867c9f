package io.logcast.consumer.filters.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.AttributesJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries do what the tables in docs/queries.md say. */
class QueryDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "queries.md");
    private static final Pattern BETWEEN_CELLS = Pattern.compile("(?<!\\\\)\\|");

    static Stream<List<String>> examples() throws IOException {
        return rows(4).map(row -> List.of(code(row.get(0)), code(row.get(2)), code(row.get(3))));
    }

    static Stream<List<String>> refusals() throws IOException {
        return rows(2).map(row -> List.of(code(row.get(0)), code(row.get(1))));
    }

    /** The rows of all tables with that many columns. */
    private static Stream<List<String>> rows(int columns) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(BETWEEN_CELLS.split(line.substring(1))))
                .filter(cells -> cells.size() == columns);
    }

    private static String code(String cell) {
        return cell.strip().substring(1, cell.strip().length() - 1).replace("\\|", "|");
    }

    @Test
    void hasExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(30);
        assertThat(refusals()).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void findsWhatThePageSays(List<String> example) {
        // When
        var filter = new LogFilter(null, null, QueryParser.parse(example.get(0)), List.of(), null, null, null);
        // Then
        assertThat(new LiveEvent(event(example.get(1))).matches(filter)).isTrue();
        assertThat(new LiveEvent(event(example.get(2))).matches(filter)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatThePageSays(List<String> refusal) {
        assertThatThrownBy(() -> QueryParser.parse(refusal.get(0)))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage(refusal.get(1));
    }

    /** An event with that message, or with the fields of that JSON. */
    @SuppressWarnings("unchecked")
    private static LogEvent event(String example) {
        var fields =
                example.startsWith("{") ? AttributesJson.read(example) : Map.<String, Object>of("message", example);
        return new LogEvent(
                new UUID(0, 1),
                null,
                Instant.EPOCH,
                Severity.named(text(fields, "severity", "INFO")).orElseThrow(),
                text(fields, "source", "unknown"),
                text(fields, "message", ""),
                (Map<String, @Nullable Object>) fields.getOrDefault("attributes", Map.of()),
                (String) fields.get("trace_id"),
                (String) fields.get("span_id"));
    }

    private static String text(Map<String, ?> fields, String name, String otherwise) {
        return fields.containsKey(name) ? (String) fields.get(name) : otherwise;
    }
}
