package io.logcast.consumer.backfill;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import io.logcast.model.wire.LogMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers events, in order, in messages as large as the producer makes them by default. */
final class ReplayLines {

    private final Room room;
    private final List<ReplayMessage> ended = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    /** The id of the first event of the current message; null if the message is empty. */
    private @Nullable UUID first;

    private int events;

    ReplayLines(Room room) {
        this.room = room;
    }

    /** Adds the event, however large it is; false if it would need one message more than there is room for. */
    boolean add(LogEvent event) {
        var line = LogEventWriter.json(event);
        if (events == LogMessage.USUAL_EVENTS || body.size() + line.length + 1 > room.messageBytes()) {
            end();
        }
        if (ended.size() == room.messages()) {
            return false;
        }
        if (first == null) {
            first = event.id();
        }
        body.writeBytes(line);
        body.write('\n');
        events++;
        return true;
    }

    private void end() {
        if (first != null) {
            ended.add(new ReplayMessage(first, events, body.toByteArray()));
            body.reset();
            first = null;
            events = 0;
        }
    }

    /** All of them; nothing may be added afterwards. */
    List<ReplayMessage> messages() {
        end();
        return ended;
    }
}
