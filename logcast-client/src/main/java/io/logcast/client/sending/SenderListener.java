package io.logcast.client.sending;

import java.time.Duration;

/** Receives reports of a sender, on the sender's thread. It must not log events that this sender would send. */
public interface SenderListener {

    /** Ignores all reports. */
    SenderListener NONE = new SenderListener() {};

    /** The producer will never accept this event, so it is skipped. The reason names the field, if a field is wrong. */
    default void onRefused(byte[] line, int status, String reason) {}

    /** A try failed, and the next one comes after the pause. Called for each try. */
    default void onFailure(String reason, Duration pause) {}

    /** The first successful try after a failed one. */
    default void onRecovery() {}
}
