package io.logcast.consumer.deadletters;

import io.logcast.model.wire.Ids;
import io.logcast.model.wire.JsonLines;
import io.logcast.model.wire.LogMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A dead letter whose events have new ids, so that they are archived beside the archived events that have the old ids.
 * The new ids are the same each time: if the broker's confirm was lost and the letter is replayed again, it is archived
 * once.
 *
 * @param ids the new ids of its events, in order
 */
record Renewal(DeadLetter letter, List<UUID> ids) {

    /** @throws IllegalArgumentException if a message of ours has a line that is not an event */
    static Renewal of(long letterId, DeadLetter letter) {
        if (!letter.isOurs()) {
            var id = newId(letterId, 0, String.valueOf(letter.properties().messageId()));
            return new Renewal(letter.with(id.toString(), letter.body()), List.of(id));
        }
        var content = LogMessage.read(letter.body());
        if (!content.unreadable().isEmpty()) {
            throw new IllegalArgumentException("it has a line that is not an event");
        }
        var ids = new ArrayList<UUID>();
        content.events()
                .forEach(event -> ids.add(newId(letterId, ids.size(), event.id().toString())));
        return new Renewal(letter.with(ids.get(0).toString(), JsonLines.withIds(letter.body(), ids)), ids);
    }

    /** The position distinguishes two events of one message that had the same id. */
    private static UUID newId(long letterId, int position, String oldId) {
        return Ids.named("logcast:new-id:" + letterId + ":" + position + ":" + oldId);
    }
}
