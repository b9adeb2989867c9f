package io.logcast.consumer.archive.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdFilterTest {

    private static final int IDS = 100_000;

    private final Random random = new Random(1);

    @Test
    void recognisesEachIdAndFewerThanOneInAThousandOthers() {
        // Given
        var ids = ids();
        var filter = new IdFilter(IDS);
        // When
        ids.forEach(filter::add);
        // Then
        assertThat(ids).allMatch(filter::mayContain);
        assertThat(ids().stream().filter(filter::mayContain)).hasSizeLessThan(IDS / 1000);
    }

    private List<UUID> ids() {
        return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
                .limit(IDS)
                .toList();
    }
}
