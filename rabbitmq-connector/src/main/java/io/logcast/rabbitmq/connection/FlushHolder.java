package io.logcast.rabbitmq.connection;

/** A thread that writes many frames in a row and wants them sent together. */
public interface FlushHolder {

    /** Whether more will be written at once by this thread, so that a flush can wait. */
    boolean holdsFlush();
}
