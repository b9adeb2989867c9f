package io.logcast.chaos.load;

import java.util.UUID;

/** An event that is sent until it is accepted, always with the same id. Its message is a unique token. */
public final class Event {

    private final UUID id = UUID.randomUUID();
    private final String token;
    private volatile long acceptedAt;

    Event(String token) {
        this.token = token;
    }

    /** Identifies it in the archive and the dead letters, even if the id was lost. */
    public String token() {
        return token;
    }

    public boolean isAccepted() {
        return acceptedAt != 0;
    }

    boolean wasAcceptedBefore(long nanoTime) {
        return isAccepted() && acceptedAt - nanoTime < 0;
    }

    void accepted(long nanoTime) {
        acceptedAt = nanoTime | 1;
    }

    String json() {
        return "{\"id\":\"" + id + "\",\"source\":\"chaos\",\"message\":\"" + token + "\"}";
    }
}
