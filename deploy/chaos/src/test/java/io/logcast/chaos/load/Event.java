package io.logcast.chaos.load;

import java.util.UUID;

/** An event that is sent until it is accepted, always with the same id. Its message is a unique token. */
public final class Event {

    private final UUID id = UUID.randomUUID();
    private final String token;

    Event(String token) {
        this.token = token;
    }

    public UUID id() {
        return id;
    }

    /** Identifies it in the archive and the dead letters, even if the id was lost. */
    public String token() {
        return token;
    }

    String json(String source) {
        return "{\"id\":\"" + id + "\",\"source\":\"" + source + "\",\"message\":\"" + token + "\"}";
    }
}
