package io.logcast.client.sending;

import java.time.Duration;

/** Is told how sending goes, on the sender's thread. It must not log into what is sent. */
public interface SenderListener {

    /** Is told nothing. */
    SenderListener NONE = new SenderListener() {};

    /** The producer will never take this event; it is skipped. The reason names the field, if it is one. */
    default void onRefused(byte[] line, int status, String reason) {}

    /** A try failed, and the next one comes after the pause. Called for each try. */
    default void onFailure(String reason, Duration pause) {}

    /** The first try that was successful after one that failed. */
    default void onRecovery() {}
}
