package io.logcast.model.wire;

import io.logcast.model.event.LogEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Distinguishes a repeat from a conflict: equal for two events with one id if the client sent the same content. */
public final class ContentHash {

    private ContentHash() {}

    /** SHA-256 (32 bytes) over what the client sent, without the id and the observed timestamp. */
    public static byte[] of(LogEvent event) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(LogEventWriter.canonicalContent(event));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
