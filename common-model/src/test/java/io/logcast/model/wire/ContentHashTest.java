package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.OBSERVED;
import static io.logcast.model.LogEventFixtures.aFullEvent;
import static io.logcast.model.LogEventFixtures.anEvent;
import static io.logcast.model.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.LogEventFixtures;
import io.logcast.model.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentHashTest {

    @Test
    void isTheSameForARepeat() {
        // Given
        var repeat = aFullEvent()
                .id(new UUID(0, 0))
                .observedTimestamp(OBSERVED.plusSeconds(1))
                .build();

        // When
        var hash = ContentHash.of(repeat);

        // Then
        assertThat(hash).hasSize(32).isEqualTo(ContentHash.of(aFullEvent().build()));
    }

    @Test
    void isTheSameInAnyOrderOfAttributes() {
        // Given
        var nested = new LinkedHashMap<String, @Nullable Object>();
        nested.put("x", 1L);
        nested.put("y", 2L);
        var one = anEvent().attribute("a", 1L).attribute("b", List.of(nested)).build();
        var other = anEvent()
                .attribute("b", List.of(reversed(nested)))
                .attribute("a", 1L)
                .build();

        // When
        var hash = ContentHash.of(other);

        // Then
        assertThat(LogEventWriter.json(other)).isNotEqualTo(LogEventWriter.json(one));
        assertThat(hash).isEqualTo(ContentHash.of(one));
    }

    @Test
    void isTheSameOnEveryJdkAndInEveryVersion() {
        // Given
        var archived = "0261b92ad2431eac4473715f3e3b5f68ebc971a8d4ba87c33f2c82a3913ef1ce";

        // When
        var hash = ContentHash.of(aFullEvent().build());

        // Then
        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(archived);
    }

    @ParameterizedTest
    @MethodSource
    void isAnotherForOtherContent(LogEventFixtures changed) {
        assertThat(ContentHash.of(changed.build()))
                .isNotEqualTo(ContentHash.of(aFullEvent().build()));
    }

    static Stream<LogEventFixtures> isAnotherForOtherContent() {
        return Stream.of(
                aFullEvent().timestamp(null),
                aFullEvent().timestamp(Instant.parse("2026-01-31T23:59:00.000000001Z")),
                aFullEvent().severity(Severity.ERROR),
                aFullEvent().source("payments"),
                aFullEvent().message("Hello World"),
                aFullEvent().message(""),
                aFullEvent().traceId(null),
                aFullEvent().traceId("4bf92f3577b34da6a3ce929d0e0e4737"),
                aFullEvent().spanId(null),
                aFullEvent().spanId("00f067aa0ba902b8"),
                aFullEvent().attributes(Map.of()),
                aFullEvent().attribute("more", null),
                aFullEvent().attribute("retry", false),
                aFullEvent().attribute("retry", "true"),
                aFullEvent().attribute("retry", null),
                aFullEvent().attribute("ratio", Math.nextUp(0.25)),
                aFullEvent().attribute("largest", Long.MAX_VALUE - 1),
                aFullEvent().attribute("largest", (double) Long.MAX_VALUE),
                aFullEvent().attribute("list", Arrays.asList(1L, "a", null, Map.of("deep", -1.5))),
                aFullEvent().attribute("list", Arrays.asList("a", 1L, null, Map.of("deep", -1.25))));
    }

    @Test
    void keepsTheFieldsApart() {
        // Given
        var one = anEvent().message("a").attribute("k", "b").build();
        var other = anEvent().message("ab").attribute("k", "").build();

        // When
        var hash = ContentHash.of(other);

        // Then
        assertThat(hash).isNotEqualTo(ContentHash.of(one));
        assertThat(hash).isNotEqualTo(ContentHash.of(event()));
    }

    private static Map<String, @Nullable Object> reversed(Map<String, @Nullable Object> map) {
        var keys = new ArrayList<>(map.keySet());
        Collections.reverse(keys);
        var reversed = new LinkedHashMap<String, @Nullable Object>();
        keys.forEach(key -> reversed.put(key, map.get(key)));
        return reversed;
    }
}
