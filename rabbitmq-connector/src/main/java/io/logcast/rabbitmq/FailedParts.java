package io.logcast.rabbitmq;

import java.util.List;
import java.util.Map;

/**
 * Metadata of a nack of which the message is done but for some parts: the failure strategy {@code dead-letter} parks
 * each of them as a message of its own, instead of the whole.
 *
 * @param parts at least one
 */
public record FailedParts(List<Part> parts) {

    public FailedParts {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a message that is nacked for its parts has one that failed");
        }
    }

    /**
     * A part that failed.
     *
     * @param body of its dead letter
     * @param headers that differ from those of the whole message
     */
    public record Part(byte[] body, Map<String, Object> headers, Throwable reason) {}
}
