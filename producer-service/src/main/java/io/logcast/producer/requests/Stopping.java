package io.logcast.producer.requests;

/** The end that the service wants of an upload: when its client pauses, or soon. Confined to the request's event loop. */
final class Stopping {

    /** How long a client that goes on sending is still read. */
    private static final long LAST_LINES_NANOS = 2_000_000_000L;

    private boolean hasBegun;
    private long since;
    private boolean isQuiet;

    void begin() {
        hasBegun = true;
        since = System.nanoTime();
    }

    boolean hasBegun() {
        return hasBegun;
    }

    void onChunk() {
        isQuiet = false;
    }

    /** Whether the client has paused between lines since this was last asked. */
    boolean hasPaused(boolean isBetweenLines) {
        var hasPaused = isBetweenLines && isQuiet;
        isQuiet = isBetweenLines;
        return hasPaused;
    }

    boolean isOver() {
        return System.nanoTime() - since > LAST_LINES_NANOS;
    }
}
