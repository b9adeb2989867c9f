package io.logcast.producer.requests;

/** The room that an upload has for what it holds, and how long it waits for more. Confined to the request's event loop. */
final class Room {

    private final Place place;
    private final long patienceNanos;
    private boolean isShort;
    private long shortSince;

    /** @param place grows and shrinks with what is held */
    Room(Place place, long patienceNanos) {
        this.place = place;
        this.patienceNanos = patienceNanos;
    }

    /** Takes so many bytes in all; if there are not so many, they are waited for from now on. */
    boolean fits(long bytes) {
        var fits = place.tryResize(bytes);
        if (!fits && !isShort) {
            shortSince = System.nanoTime();
        }
        isShort = !fits;
        return fits;
    }

    /** Follows what is held while nothing waits for room. */
    void follow(long bytes) {
        place.tryResize(bytes);
    }

    /** Whether more is waited for. */
    boolean isShort() {
        return isShort;
    }

    /** Whether it was waited for too long. */
    boolean isOver() {
        return isShort && System.nanoTime() - shortSince > patienceNanos;
    }
}
