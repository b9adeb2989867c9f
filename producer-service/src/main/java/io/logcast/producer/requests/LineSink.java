package io.logcast.producer.requests;

/** Takes the lines of a body, and says how fast. Called on the request's event loop alone. */
public interface LineSink {

    /** Takes the next line; there was room for it. */
    void take(Line line);

    /** Whether no line is to come for now. */
    boolean isFull();

    /** The bytes of the lines that it gathers before it hands them on. */
    int held();

    /** Runs the action, once, on the request's event loop, when there is room again. */
    void whenRoom(Runnable action);

    /** Whether no line is to come any more. */
    boolean isStopped();

    /** Hands on what it has gathered: the client makes a pause, or there is no room for more. */
    void flush();

    /** The line that would be next, and all that follow, are not taken. */
    void refuseRest(RefusedException reason);
}
