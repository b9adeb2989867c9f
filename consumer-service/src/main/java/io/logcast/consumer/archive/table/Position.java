package io.logcast.consumer.archive.table;

import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.model.event.LogEvent;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in the archive, newest first: whatever arrives meanwhile, the next page goes on just behind it.
 *
 * @param observedNanos since 1970
 */
public record Position(long observedNanos, UUID id) {

    /** Before the newest. */
    public static final Position START = new Position(Long.MAX_VALUE, new UUID(-1, -1));

    private static final int BYTES = 3 * Long.BYTES;

    public static Position of(LogEvent event) {
        return new Position(LogEventRow.unixNanos(event.observedTimestamp()), event.id());
    }

    /** @throws InvalidParameterException if it is no cursor */
    public static Position ofCursor(String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == BYTES) {
                var buffer = ByteBuffer.wrap(bytes);
                return new Position(buffer.getLong(), new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IllegalArgumentException e) {
            // Refused like one of another length.
        }
        throw new InvalidParameterException("cursor", "must be the next of an earlier page");
    }

    /** What a client sends to go on from here. */
    public String cursor() {
        var bytes = ByteBuffer.allocate(BYTES)
                .putLong(observedNanos)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
