package io.logcast.rabbitmq.connection;

/** A thread that writes many frames in a row and wants them sent together. */
public interface FlushHolder {

    /** Whether this thread will write more right away, so that a flush can wait. */
    boolean holdsFlush();
}
