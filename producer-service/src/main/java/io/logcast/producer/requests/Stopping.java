package io.logcast.producer.requests;

/**
 * Ends an upload when the service stops: as soon as its client pauses, or after a short time. Confined to the request's
 * event loop.
 */
final class Stopping {

    /** How long the service goes on reading from a client that does not pause. */
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
