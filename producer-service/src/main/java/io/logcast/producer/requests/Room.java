package io.logcast.producer.requests;

/** The bytes that an upload may hold, and how long it waits for more. Confined to the request's event loop. */
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

    /** Takes this many bytes in total; false if not enough are free, and the wait for them begins. */
    boolean fits(long bytes) {
        var fits = place.tryResize(bytes);
        if (!fits && !isShort) {
            shortSince = System.nanoTime();
        }
        isShort = !fits;
        return fits;
    }

    /** Adjusts to what is held, if there is room. Not called while the upload waits for room. */
    void follow(long bytes) {
        place.tryResize(bytes);
    }

    /** Whether the upload waits for more room. */
    boolean isShort() {
        return isShort;
    }

    /** Whether it has waited too long. */
    boolean isOver() {
        return isShort && System.nanoTime() - shortSince > patienceNanos;
    }
}
