package io.logcast.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BufferedInputTest {

    private static final int SIZE = 8 * 1024;

    private final byte[] sent = new byte[3 * SIZE];
    private final AtomicInteger drained = new AtomicInteger();

    @Test
    void runsTheTasksBeforeItWaitsForMoreAndOnlyThen() throws IOException {
        // Given
        var input = input();
        // When
        input.read();
        input.readNBytes(SIZE - 1);
        // Then
        assertThat(drained).as("the first block").hasValue(1);
        // When
        input.read();
        // Then
        assertThat(drained).as("the second").hasValue(2);
    }

    @Test
    void readsEachByteOnce() throws IOException {
        // Given
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31);
        }
        var input = input();
        var read = new byte[sent.length];
        // When
        read[0] = (byte) input.read();
        assertThat(input.readNBytes(read, 1, 10)).isEqualTo(10);
        assertThat(input.readNBytes(read, 11, sent.length - 11)).isEqualTo(sent.length - 11);
        // Then
        assertThat(read).isEqualTo(sent);
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.read(read, 0, 1)).isEqualTo(-1);
    }

    @Test
    void givesBytesAbove127AsTheyAre() throws IOException {
        Arrays.fill(sent, (byte) 0xce);
        assertThat(input().read()).isEqualTo(0xce);
    }

    private BufferedInput input() {
        var input = new BufferedInput(new ByteArrayInputStream(sent));
        input.onDrained(drained::incrementAndGet);
        return input;
    }
}
