package io.logcast.client.spool;

import java.util.List;

/**
 * Lines that were read from a spool, in order.
 *
 * @param end what to acknowledge once all of them are dealt with
 */
public record SpoolBatch(List<byte[]> lines, Position end) {

    public SpoolBatch {
        lines = List.copyOf(lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }
}
