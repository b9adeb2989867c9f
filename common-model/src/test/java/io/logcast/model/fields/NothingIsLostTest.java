package io.logcast.model.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.LogEventWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whatever a JSON object has, each of its texts and numbers is found in the event. */
class NothingIsLostTest {

    private static final List<String> KNOWN = Stream.of(FieldNames.values())
            .flatMap(field -> field.names().stream())
            .flatMap(name -> Stream.of(name, name.split("\\.")[0], name.toUpperCase(Locale.ROOT)))
            .distinct()
            .toList();
    private static final List<String> INNER = List.of("level", "name", "id", "Level", "a", "", "b");

    private final long seed = Long.getLong("lenient.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> leaves = new ArrayList<>();

    @RepeatedTest(20)
    void ofRandomObjects() {
        for (int i = 0; i < 100; i++) {
            // Given
            leaves.clear();
            var json = object(1 + random.nextInt(90), 0);
            // When
            var event = Lenient.readExactly(json, Fallbacks.NONE);
            // Then
            var written = new String(LogEventWriter.json(event), StandardCharsets.UTF_8);
            assertThat(leaves).as("seed %d, %s", seed, json).allMatch(written::contains);
            assertThat(event.attributes()).hasSizeLessThanOrEqualTo(64);
        }
    }

    @Test
    void ofAnObjectThatIsNestedVeryDeep() {
        var event = Lenient.read("{'msg':'deep','a':" + "[".repeat(900) + "'leaf'" + "]".repeat(900) + "}");

        assertThat(new String(LogEventWriter.json(event), StandardCharsets.UTF_8))
                .contains("leaf");
    }

    private String object(int fields, int depth) {
        var json = new StringBuilder("{");
        for (int i = 0; i < fields; i++) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(name(depth))
                    .append("\":")
                    .append(value(depth));
        }
        return json.append('}').toString();
    }

    private String name(int depth) {
        if (depth > 0) {
            return INNER.get(random.nextInt(INNER.size()));
        }
        return random.nextBoolean() ? KNOWN.get(random.nextInt(KNOWN.size())) : "n" + random.nextInt(200);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 12 ? 5 : 8)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> leaf("", "", 7_000_000);
            case 3 -> leaf("", ".5", 8_000_000);
            case 4 -> leaf("\"a leaf!", "\"", 9_000_000);
            case 5 -> leaf("\"leaf-", "\"", 9_000_000);
            case 6 -> object(random.nextInt(4), depth + 1);
            default -> "[" + value(depth + 1) + "," + value(depth + 1) + "]";
        };
    }

    private String leaf(String before, String after, int first) {
        var number = String.valueOf(first + leaves.size());
        leaves.add(number);
        return before + number + after;
    }
}
