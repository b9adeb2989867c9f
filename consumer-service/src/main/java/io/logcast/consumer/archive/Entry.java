package io.logcast.consumer.archive;

import io.logcast.consumer.messages.Delivery;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.LogMessage.Content;
import io.logcast.rabbitmq.FailedParts;
import io.logcast.rabbitmq.FailedParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * A message and what has to be done with it.
 *
 * @param failed the events and lines that can never be stored
 */
record Entry(Message<byte[]> message, Content content, boolean foreign, List<Part> failed) {

    private static final Map<String, Object> ONE_EVENT = Map.of(LogMessage.EVENTS_HEADER, 1);

    /** For a message of ours. */
    static Entry ours(Message<byte[]> message, Delivery delivery) {
        var entry = new Entry(message, delivery.content(), false, new ArrayList<>(0));
        entry.content.unreadable().forEach(line -> entry.failLine(line.number(), new UnreadableMessageException(line)));
        return entry;
    }

    /** For another publisher's message, which is one event. */
    static Entry foreign(Message<byte[]> message, LogEvent event) {
        return new Entry(message, new Content(List.of(event), List.of()), true, new ArrayList<>(0));
    }

    List<LogEvent> events() {
        return content.events();
    }

    /** Notes that the event with that index can never be stored. */
    void fail(int index, RuntimeException reason) {
        failLine(content.lineNumber(index), reason);
    }

    /** Keeps the line as it was sent, since the event read from it lacks fields that only a later release knows. */
    private void failLine(int number, RuntimeException reason) {
        failed.add(new Part(LogMessage.line(message.getPayload(), number), ONE_EVENT, reason));
    }

    /**
     * Acknowledges the message if all its events are stored.
     *
     * @param conflicts events whose ids are archived with other content
     * @return whether it was acknowledged
     */
    boolean settle(Set<LogEvent> conflicts) {
        for (int i = 0; i < events().size(); i++) {
            var event = events().get(i);
            if (conflicts.contains(event)) {
                fail(i, new IdConflictException(event.id()));
            }
        }
        if (failed.isEmpty()) {
            message.ack();
            return true;
        }
        reject();
        return false;
    }

    /** Only the failed events become dead letters; a foreign message becomes one as it came. */
    private void reject() {
        var reason = failed.get(0).reason();
        if (foreign) {
            message.nack(reason);
        } else {
            message.nack(reason, Metadata.of(new FailedParts(failed)));
        }
    }
}
