package io.logcast.client.json;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    private static final int MANY = 10_000;
    private static final Instant NOW = Instant.parse("2026-01-31T23:59:59.123Z");

    @Test
    void areDifferentUuidsOfVersion7WithTheTime() {
        // Given
        var ids = new EventIds(InstantSource.fixed(NOW));
        // When
        var made = Stream.generate(ids::next).limit(MANY).collect(toSet());
        // Then
        assertThat(made).hasSize(MANY).allSatisfy(EventIdsTest::assertIsOfNow);
        assertThat(new EventIds(InstantSource.fixed(NOW)).next()).isNotIn(made);
    }

    private static void assertIsOfNow(UUID id) {
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }
}
