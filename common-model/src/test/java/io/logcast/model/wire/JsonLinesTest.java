package io.logcast.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {

    private static final UUID NEW = UUID.fromString("00000000-0000-4000-8000-000000000000");

    @ParameterizedTest
    @CsvSource({"'a\nb\nc', 'a\nc\n'", "'a\nb\nc\n', 'a\nc\n'", "'a\n\n', 'a\n'", "'', ''"})
    void selectsLinesByTheirNumbers(String body, String selected) {
        assertThat(new String(JsonLines.select(body.getBytes(UTF_8), Set.of(1, 3)), UTF_8))
                .isEqualTo(selected);
    }

    @Test
    void givesNewIdsAndKeepsAllElseAsItWas() {
        // Given: fields of a later release, white space, escapes, a byte order mark
        var body = "{\"future\":{\"id\":1},\"message\":\"Gr\u00fc\u00dfe\", \"id\" : \"old\" , \"large\":1E+400}\n"
                + "\ufeff{\"\\u0069d\":\"\\u006fld\",\"more\":[{}]}";
        // When
        var renewed = new String(JsonLines.withIds(body.getBytes(UTF_8), List.of(NEW, NEW)), UTF_8);
        // Then
        assertThat(renewed)
                .isEqualTo(
                        "{\"future\":{\"id\":1},\"message\":\"Gr\u00fc\u00dfe\", \"id\" : \"%s\" , \"large\":1E+400}\n"
                                        .formatted(NEW)
                                + "{\"\\u0069d\":\"%s\",\"more\":[{}]}\n".formatted(NEW));
    }

    @Test
    void refusesALineWithoutAnId() {
        assertThatThrownBy(() -> JsonLines.withIds("{\"a\":1}".getBytes(UTF_8), List.of(NEW)))
                .hasMessage("a line without an id is not an event");
    }
}
