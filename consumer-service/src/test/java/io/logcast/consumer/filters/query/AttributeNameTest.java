package io.logcast.consumer.filters.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeNameTest {

    @Test
    void eachDotMayMeanNesting() {
        assertThat(AttributeName.of("a.b.c").paths())
                .containsExactly(List.of("a.b.c"), List.of("a", "b.c"), List.of("a", "b", "c"), List.of("a.b", "c"));
        assertThat(AttributeName.of("a.b.c.d.e.f").paths()).hasSize(32).doesNotHaveDuplicates();
    }

    @Test
    void hasItsValuesAtEveryNesting() {
        assertThat(AttributeName.of("a.b.c")
                        .valuesIn(Map.of(
                                "a", Map.of("b.c", 1L, "b", Map.of("c", 2L)), "a.b.c", 3L, "a.b", Map.of("c", 4L))))
                .containsExactly(3L, 1L, 2L, 4L);
    }

    /** Otherwise a name could make a statement of any length. */
    @Test
    void ofMoreThanFiveDotsAllMeanNestingOrNone() {
        assertThat(AttributeName.of("a.b.c.d.e.f.g").paths())
                .containsExactly(List.of("a.b.c.d.e.f.g"), List.of("a", "b", "c", "d", "e", "f", "g"));
        assertThat(AttributeName.of(".".repeat(256)).paths()).hasSize(1);
    }

    @Test
    void ofManyPathsCountsForManyTerms() {
        assertThat(List.of("", "a", "a.b", "a.b.c", "a.b.c.d.e.f", "a.b.c.d.e.f.g"))
                .extracting(name -> AttributeName.of(name).terms())
                .containsExactly(1, 1, 1, 2, 16, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ".", "..", "a.", ".a", "a b"})
    void aNameWithoutNestedNamesIsOnlyFlat(String name) {
        assertThat(AttributeName.of(name).paths().get(0)).isEqualTo(List.of(name));
        assertThat(AttributeName.of(name).paths()).noneMatch(path -> path.size() > 1 && path.contains(""));
    }
}
