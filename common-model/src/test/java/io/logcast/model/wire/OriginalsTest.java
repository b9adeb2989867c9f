package io.logcast.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginalsTest {

    private final Map<String, @Nullable Object> map = new LinkedHashMap<>();

    @Test
    void numbersTheValuesOfOneName() {
        // When
        for (long value = 0; value < 4; value++) {
            Originals.putBeside(map, "a", value);
        }
        // Then
        assertThat(map)
                .containsExactly(
                        Map.entry("a", 0L),
                        Map.entry("a.original", 1L),
                        Map.entry("a.original.2", 2L),
                        Map.entry("a.original.3", 3L));
    }

    @Test
    void keepsEqualValuesOnce() {
        // When
        Originals.keep(map, "a", "x");
        Originals.keep(map, "a", "x");
        // Then
        assertThat(map).containsExactly(Map.entry("a", "x"));
    }

    @Test
    void losesNoneOfVeryManyValuesOfOneName() {
        // Given
        var many = 200_000L;
        // When
        for (long value = 0; value < many; value++) {
            Originals.putBeside(map, "a", value);
        }
        // Then
        assertThat(map.values()).hasSize((int) many).doesNotHaveDuplicates();
        assertThat(map).containsEntry("a.original.199999", many - 1);
    }

    @Test
    void overwritesNoNameThatWasThereBefore() {
        // Given
        map.put("a.original.50", "own");
        map.put("a.original.150", "own too");
        // When
        for (long value = 0; value < 300; value++) {
            Originals.putBeside(map, "a", value);
        }
        // Then
        assertThat(map).hasSize(302).containsEntry("a.original.50", "own").containsEntry("a.original.150", "own too");
    }
}
