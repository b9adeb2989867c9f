package io.logcast.consumer.webhooks;

import io.logcast.model.event.LogEvent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Events that are sent in one request.
 *
 * @param id the {@code webhook-id}: made of the events' ids, so each attempt of each replica has the same
 * @param bytes of the message that they came in, for those who bound what is on its way
 */
public record WebhookBatch(String id, List<LogEvent> events, int bytes) {

    private static final int ID_BYTES = 16;

    /** @throws IllegalArgumentException if there are no events */
    public WebhookBatch {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one event");
        }
    }

    /** A batch of these events, in order. */
    public static WebhookBatch of(List<LogEvent> events, int bytes) {
        return new WebhookBatch(idOf(events), events, bytes);
    }

    private static String idOf(List<LogEvent> events) {
        var ids = ByteBuffer.allocate(events.size() * ID_BYTES);
        for (var event : events) {
            ids.putLong(event.id().getMostSignificantBits()).putLong(event.id().getLeastSignificantBits());
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(ids.array());
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        // Payloads do not belong into logs.
        return "WebhookBatch[%s, %d events]".formatted(id, events.size());
    }
}
