package io.logcast.consumer.archive;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.logcast.testing.messaging.TestEmitter;
import org.junit.jupiter.api.Test;

class ForeignEventsTest {

    @Test
    void areArchivedEvenIfTheyCannotBeAnnounced() {
        // Given
        var foreignEvents = new ForeignEvents(new TestEmitter(message -> {
            throw new IllegalStateException("the channel has ended");
        }));
        // Then
        assertThatCode(() -> foreignEvents.announce(event())).doesNotThrowAnyException();
    }
}
