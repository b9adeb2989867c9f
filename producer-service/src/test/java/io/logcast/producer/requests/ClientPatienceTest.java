package io.logcast.producer.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientPatienceTest {

    private static final long TIMEOUT = 30;

    private long now;
    private final ClientPatience patience = new ClientPatience(TIMEOUT, () -> now);

    @BeforeEach
    void start() {
        patience.start();
    }

    @Test
    void endsALineThatHasBegun() {
        now += TIMEOUT;
        assertThat(patience.isOver()).isFalse();
        now++;
        assertThat(patience.isOver()).isTrue();
    }

    @Test
    void endsALineWhoseChunksComeNowAndThen() {
        // Given
        chunk(false);
        // When
        for (int i = 0; i < 3; i++) {
            now += 10;
            chunk(true);
        }
        now++;
        // Then
        assertThat(patience.isOver()).isTrue();
    }

    @Test
    void hasWholeLinesForAsLongAsTheyCome() {
        for (int i = 0; i < 1_000; i++) {
            now += 29;
            assertThat(patience.isOver()).isFalse();
            chunk(false);
            now++;
            assertThat(patience.isOver()).isFalse();
            patience.onChunk(true);
            patience.onLine();
            patience.start();
        }
    }

    @Test
    void doesNotCountThePauseBeforeALine() {
        // Given
        now += 29;
        chunk(false);
        // When
        now += TIMEOUT;
        // Then
        assertThat(patience.isOver()).isFalse();
    }

    @Test
    void doesNotCountWhatTheServiceItselfTakes() {
        // Given
        chunk(false);
        patience.onChunk(true);
        // When
        now += 1_000;
        patience.start();
        // Then
        assertThat(patience.isOver()).isFalse();
    }

    private void chunk(boolean isInLine) {
        patience.onChunk(isInLine);
        patience.start();
    }
}
