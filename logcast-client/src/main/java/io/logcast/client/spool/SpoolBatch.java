package io.logcast.client.spool;

import java.util.List;

/**
 * Lines that were read from a spool, in order.
 *
 * @param end the position to acknowledge once all lines are done
 */
public record SpoolBatch(List<byte[]> lines, Position end) {

    public SpoolBatch {
        lines = List.copyOf(lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }
}
