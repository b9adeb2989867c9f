package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.consumer.messages.Delivery;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.LogMessage.Content;
import io.logcast.model.wire.LogMessage.UnreadableLine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Reads the events of messages for subscribers. */
@ApplicationScoped
class EventReader {

    private final Clock clock;
    /** Not static: a native executable cannot contain a random generator. */
    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();

    EventReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * A message of somebody else is one event, or one unreadable line. A message of a later release is an unreadable
     * line.
     */
    Content read(Delivery delivery) {
        if (delivery.isOurs()) {
            return delivery.content();
        }
        if (delivery.isOfLaterRelease()) {
            return unreadable("of a later release");
        }
        try {
            return new Content(List.of(delivery.foreign().toEvent(newIds::generate, clock.instant())), List.of());
        } catch (InvalidLogEventException e) {
            return unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Content unreadable(String reason) {
        return new Content(List.of(), List.of(new UnreadableLine(1, reason)));
    }
}
