package io.logcast.producer.requests;

/** Takes the lines of a body, and says how fast. Called on the request's event loop alone. */
public interface LineSink {

    /** Takes the next line; there was room for it. */
    void take(Line line);

    /** Whether no line is to come for now. */
    boolean isFull();

    /** Runs the action, once, on the request's event loop, when there is room again. */
    void whenRoom(Runnable action);

    /** Whether no line is to come any more. */
    boolean isStopped();

    /** The client makes a pause. */
    void pause();
}
