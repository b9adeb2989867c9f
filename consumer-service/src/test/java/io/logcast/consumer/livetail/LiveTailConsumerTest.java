package io.logcast.consumer.livetail;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.Delivered;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTailConsumerTest {

    private final LiveTail liveTail = new LiveTail(new SimpleMeterRegistry(), Clock.systemUTC());
    private final LiveTailConsumer consumer = new LiveTailConsumer(liveTail);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void read() {
        liveTail.add(new LiveTail.Reader() {
            @Override
            public void accept(LiveEvent event) {
                told.add("event");
            }

            @Override
            public void missed(long events) {}

            @Override
            public void lost() {
                told.add("lost");
            }

            @Override
            public void end() {}
        });
    }

    @Test
    void tellsReadersThatAQueueWasLostBeforeTheFirstEventOfTheNextOne() {
        // When
        consumer.live(Delivered.of(event()).from("one"));
        consumer.live(Delivered.of(event()).from("one"));
        consumer.live(Delivered.of(event()).from("another"));
        consumer.live(Delivered.of(event()).from("another"));

        // Then
        assertThat(told).containsExactly("event", "event", "lost", "event", "event");
    }

    @Test
    void aQueueOfForeignEventsIsAnotherOne() {
        // When
        consumer.live(Delivered.of(event()).from("one"));
        consumer.liveForeign(Delivered.of(event()).from("two"));
        consumer.live(Delivered.of(event()).from("one"));

        // Then
        assertThat(told).containsExactly("event", "event", "event");
    }

    @Test
    void aConnectorThatDoesNotNameQueuesLosesNone() {
        // When
        consumer.live(Delivered.of(event()).from("one"));
        consumer.live(Delivered.of(event()).message());
        consumer.live(Delivered.of(event()).from("one"));

        // Then
        assertThat(told).containsExactly("event", "event", "event");
    }
}
