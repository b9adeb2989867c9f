package io.logcast.model.fields;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables in docs/fields.md say what the code does. */
class MappingDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "fields.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final Map<String, FieldNames> ROWS = Map.of(
            "`message`", FieldNames.MESSAGE,
            "`severity`", FieldNames.SEVERITY,
            "`source`", FieldNames.SOURCE,
            "`timestamp`", FieldNames.TIMESTAMP,
            "`trace_id`", FieldNames.TRACE_ID,
            "`span_id`", FieldNames.SPAN_ID,
            "`id`", FieldNames.ID);

    @Test
    void listsTheNamesOfEachFieldInTheirOrder() throws IOException {
        for (var row : ROWS.entrySet()) {
            var names = row.getValue().names();
            assertThat(codes(cell(row.getKey(), 2)).subList(0, names.size()))
                    .as(row.getKey())
                    .isEqualTo(names);
        }
    }

    @Test
    void listsTheNamesOfSeverities() throws IOException {
        var names = SeverityNames.all();
        for (var severity : List.copyOf(names.values())) {
            assertThat(codes(cell("`" + severity + "`", 2)))
                    .containsExactlyInAnyOrderElementsOf(names.entrySet().stream()
                            .filter(entry -> entry.getValue() == severity)
                            .map(Map.Entry::getKey)
                            .toList());
        }
    }

    private static String cell(String firstCell, int column) throws IOException {
        return Files.readAllLines(PAGE).stream()
                // The fields of our own events come before.
                .dropWhile(line -> !line.endsWith("# Which field becomes which"))
                .filter(line -> line.startsWith("| " + firstCell + " |"))
                .map(line -> Arrays.asList(line.split("\\|")).get(column))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + firstCell));
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }
}
