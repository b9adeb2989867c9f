package io.logcast.client;

/** A thread of this library. What is logged on one is not sent: each event that is sent would make another. */
public final class OwnThread extends Thread {

    /** A daemon. */
    public OwnThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    /** Whether the calling thread is one. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof OwnThread;
    }
}
