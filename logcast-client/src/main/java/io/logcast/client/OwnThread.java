package io.logcast.client;

/**
 * A thread of this library. Events that are logged on it are not sent; otherwise sending an event could log another
 * one.
 */
public final class OwnThread extends Thread {

    /** Creates a daemon thread. */
    public OwnThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    /** Whether the calling thread is one of these. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof OwnThread;
    }
}
