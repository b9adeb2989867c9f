package io.logcast.consumer.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.queues.QueueState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {

    private static final int READERS = 1;
    private static final long MEBIBYTE = 1024 * 1024;

    @ParameterizedTest(name = "{0} messages, {1} readers: room for {2}")
    @CsvSource({
        "0,   1, 512",
        "1,   0, 511",
        "500, 1, 12",
        "512, 1, 0",
        "900, 0, 0",
        // So does a broker answer that cannot ask the leader of the queue.
        "0,   0, 1",
    })
    void hasRoomUntilTheQueueIsHalfFull(int messages, int consumers, int room) {
        assertThat(Room.in(100_000, 256 * MEBIBYTE, new QueueState(messages, consumers))
                        .messages())
                .isEqualTo(room);
    }

    @ParameterizedTest
    @CsvSource({"10, 5", "1, 1"})
    void staysWithinHalfTheMessages(long maxMessages, int room) {
        assertThat(Room.in(maxMessages, 256 * MEBIBYTE, new QueueState(0, READERS))
                        .messages())
                .isEqualTo(room);
    }

    @ParameterizedTest
    @CsvSource({"1024, 512", "268435456, 131064"})
    void makesNoMessageThatFillsHalfTheQueue(long maxBytes, int messageBytes) {
        assertThat(Room.in(100, maxBytes, new QueueState(0, READERS)).messageBytes())
                .isEqualTo(messageBytes);
    }
}
