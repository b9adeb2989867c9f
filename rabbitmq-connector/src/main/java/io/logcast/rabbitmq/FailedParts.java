package io.logcast.rabbitmq;

import java.util.List;
import java.util.Map;

/**
 * Metadata of a nack: only these parts of the message failed. The failure strategy {@code dead-letter} then dead-letters each
 * part as a message of its own, instead of the whole message.
 *
 * @param parts at least one
 */
public record FailedParts(List<Part> parts) {

    public FailedParts {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a message that is nacked for its parts needs at least one failed part");
        }
    }

    /**
     * A part that failed.
     *
     * @param body the body of its dead letter
     * @param headers the headers that differ from those of the whole message
     */
    public record Part(byte[] body, Map<String, Object> headers, Throwable reason) {}
}
