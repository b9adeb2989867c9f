package io.logcast.producer.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LineIdsTest {

    private static final UUID NIL = new UUID(0, 0);

    private final LineIds ids = new LineIds();

    @Test
    void keepsAnIdForEachLineThatHasOne() {
        // When
        ids.reach(1);
        ids.set(1, NIL);
        ids.reach(3);
        ids.set(3, new UUID(1, 2));
        ids.reach(4);
        ids.set(4, new UUID(3, 4));
        ids.clear(4);
        // Then
        assertThat(ids.asList()).containsExactly(NIL, null, new UUID(1, 2), null);
    }

    @Test
    void keepsThoseOfTheFirstLinesInABoundedSpace() {
        // When
        LongStream.rangeClosed(1, 20_000).forEach(line -> {
            ids.reach(line);
            ids.set(line, new UUID(line, line));
        });
        // Then
        assertThat(ids.asList()).hasSize(10_000).last().isEqualTo(new UUID(10_000, 10_000));
        assertThat(ids.heldBytes()).isEqualTo(160_000);
    }
}
