package io.logcast.consumer.deadletters;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import io.logcast.model.wire.LogMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Gives the events of a dead letter new ids, so that they are archived beside those that had theirs first. */
@ApplicationScoped
class Renewal {

    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();

    /**
     * The letter with other ids.
     *
     * @param ids those of its events, in order
     */
    record Renewed(DeadLetter letter, List<UUID> ids) {}

    /** @throws IllegalArgumentException if a message of ours has a line that is not an event */
    Renewed of(DeadLetter letter) {
        if (!LogMessage.TYPE.equals(letter.type())) {
            var id = newIds.generate();
            return new Renewed(letter.with(id.toString(), letter.body()), List.of(id));
        }
        var content = LogMessage.read(letter.body());
        if (!content.unreadable().isEmpty()) {
            throw new IllegalArgumentException("it has a line that is not an event");
        }
        var events = content.events().stream().map(this::renewed).toList();
        var ids = events.stream().map(LogEvent::id).toList();
        return new Renewed(letter.with(ids.get(0).toString(), LogEventWriter.jsonLines(events)), ids);
    }

    private LogEvent renewed(LogEvent event) {
        return new LogEvent(
                newIds.generate(),
                event.timestamp(),
                event.observedTimestamp(),
                event.severity(),
                event.source(),
                event.message(),
                event.attributes(),
                event.traceId(),
                event.spanId());
    }
}
