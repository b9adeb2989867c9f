package io.logcast.consumer.livetail;

import static io.logcast.consumer.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class ForeignEventsTest {

    @Test
    void areArchivedEvenIfTheyCannotBeAnnounced() {
        // Given
        var foreignEvents = new ForeignEvents(new EndedChannel());
        // Then
        assertThatCode(() -> foreignEvents.announce(event())).doesNotThrowAnyException();
    }

    private static final class EndedChannel implements Emitter<byte[]> {

        @Override
        public <M extends Message<? extends byte[]>> void send(M message) {
            throw new IllegalStateException("the channel has ended");
        }

        @Override
        public CompletionStage<Void> send(byte[] payload) {
            throw new IllegalStateException("the channel has ended");
        }

        @Override
        public void complete() {}

        @Override
        public void error(Exception e) {}

        @Override
        public boolean isCancelled() {
            return true;
        }

        @Override
        public boolean hasRequests() {
            return false;
        }
    }
}
