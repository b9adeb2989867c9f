package io.logcast.consumer.archive.table;

import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.model.event.LogEvent;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in the archive, in one order or the other. The next page continues right after it, whatever has arrived
 * meanwhile.
 *
 * @param observedNanos since 1970
 */
public record Position(Order order, long observedNanos, UUID id) {

    /** Before the newest event, in the order to the oldest. */
    public static final Position START = new Position(Order.NEWEST_FIRST, Long.MAX_VALUE, new UUID(-1, -1));

    private static final Position OLDEST_START = new Position(Order.OLDEST_FIRST, -1, new UUID(0, 0));

    private static final int BYTES = 3 * Long.BYTES;
    // Cursors of the order oldest first have this at the end, so that neither kind is taken for the other.
    private static final byte OLDEST_FIRST_MARK = 1;

    /** Before everything. */
    public static Position startOf(Order order) {
        return order == Order.NEWEST_FIRST ? START : OLDEST_START;
    }

    public static Position of(Order order, LogEvent event) {
        return new Position(order, LogEventRow.unixNanos(event.observedTimestamp()), event.id());
    }

    /** @throws InvalidParameterException if it is not a cursor */
    public static Position ofCursor(Order order, String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == length(order)) {
                var buffer = ByteBuffer.wrap(bytes);
                return new Position(order, buffer.getLong(), new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IllegalArgumentException e) {
            // Refused like a cursor of the wrong length.
        }
        throw new InvalidParameterException("cursor", "must be the next of an earlier page of the same order");
    }

    /** The cursor that a client sends to continue from here. */
    public String cursor() {
        var buffer = ByteBuffer.allocate(length(order))
                .putLong(observedNanos)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        if (order == Order.OLDEST_FIRST) {
            buffer.put(OLDEST_FIRST_MARK);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    private static int length(Order order) {
        return order == Order.NEWEST_FIRST ? BYTES : BYTES + 1;
    }
}
