package io.logcast.consumer.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logcast.model.event.LogEvent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events that are sent in one request.
 *
 * @param id the {@code webhook-id}: made of the events' ids, so each attempt of each replica has the same
 * @param replay the id of the replay from the archive that they come from; null if they are new
 * @param bytes the size of the message that they came in; callers use it to limit what is on its way
 */
public record WebhookBatch(
        String id, List<LogEvent> events, @Nullable UUID replay, int bytes) {

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
        return of(events, null, bytes);
    }

    /** The same for events of a replay, with a different id, so that a target that skips known ids takes them again. */
    public static WebhookBatch of(List<LogEvent> events, @Nullable UUID replay, int bytes) {
        return new WebhookBatch(idOf(events, replay == null ? "" : replay.toString()), events, replay, bytes);
    }

    private static String idOf(List<LogEvent> events, String replay) {
        var ofReplay = replay.getBytes(UTF_8);
        var ids =
                ByteBuffer.allocate(ofReplay.length + events.size() * ID_BYTES).put(ofReplay);
        for (var event : events) {
            ids.putLong(event.id().getMostSignificantBits()).putLong(event.id().getLeastSignificantBits());
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(ids.array());
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        // Payloads do not belong in logs.
        return "WebhookBatch[%s, %d events]".formatted(id, events.size());
    }
}
