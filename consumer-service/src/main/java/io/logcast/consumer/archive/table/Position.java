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
 * @param nanos the time that the order compares, in nanoseconds since 1970
 */
public record Position(Order order, long nanos, UUID id) {

    /** Before the newest event, in the order from newest to oldest. */
    public static final Position START = startOf(Order.NEWEST_FIRST);

    private static final int BYTES = 3 * Long.BYTES;

    /** Before everything. */
    public static Position startOf(Order order) {
        return order.isNewestFirst()
                ? new Position(order, Long.MAX_VALUE, new UUID(-1, -1))
                : new Position(order, -1, new UUID(0, 0));
    }

    public static Position of(Order order, LogEvent event) {
        return new Position(order, LogEventRow.unixNanos(order.time().of(event)), event.id());
    }

    /** @throws InvalidParameterException if it is not a cursor */
    public static Position ofCursor(Order order, String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == length(order) && (bytes.length == BYTES || bytes[BYTES] == mark(order))) {
                var buffer = ByteBuffer.wrap(bytes);
                return new Position(order, buffer.getLong(), new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IllegalArgumentException e) {
            // Refused like a cursor of the wrong length.
        }
        throw new InvalidParameterException(
                "cursor", "must be the value of next from an earlier page of the same order and time");
    }

    /** The cursor that a client sends to continue from here. */
    public String cursor() {
        var buffer = ByteBuffer.allocate(length(order))
                .putLong(nanos)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        if (buffer.hasRemaining()) {
            buffer.put(mark(order));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /** The last byte of a cursor in any order but the first, so that a cursor of another order is refused. */
    private static byte mark(Order order) {
        return (byte) order.ordinal();
    }

    private static int length(Order order) {
        return order == Order.NEWEST_FIRST ? BYTES : BYTES + 1;
    }
}
