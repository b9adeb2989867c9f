package io.logcast.producer.requests;

/** Takes the lines of a body at its own pace. Called only on the request's event loop. */
public interface LineSink {

    /** Takes the next line. Not called while it is full. */
    void take(Line line);

    /** Whether it cannot take a line now. */
    boolean isFull();

    /** The bytes of the lines that it has gathered and not handed on. */
    int held();

    /** The bytes that it keeps for the answer: what became of the lines. */
    int kept();

    /** Runs the action, once, on the request's event loop, when it can take lines again. */
    void whenRoom(Runnable action);

    /** Whether it takes no more lines. */
    boolean isStopped();

    /** Hands on what it has gathered, since the client pauses or no more fits. */
    void flush();

    /** Refuses the next line and all that follow. */
    void refuseRest(RefusedException reason);
}
