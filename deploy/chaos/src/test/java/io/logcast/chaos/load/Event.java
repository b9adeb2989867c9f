package io.logcast.chaos.load;

import java.util.UUID;

/** An event that is sent until it is accepted, always with the same id; its message is its token. */
public final class Event {

    private final UUID id = UUID.randomUUID();
    private final String token;
    private volatile long acceptedAt;

    Event(String token) {
        this.token = token;
    }

    /** Found in the archive and in the dead letters again, whatever became of the id. */
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
