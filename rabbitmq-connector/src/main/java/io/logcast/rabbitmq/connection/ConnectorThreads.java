package io.logcast.rabbitmq.connection;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads whose name says what they belong to. */
public final class ConnectorThreads implements ThreadFactory {

    private static final String PREFIX = "rabbitmq ";

    private final String name;
    private final AtomicInteger count = new AtomicInteger();

    public ConnectorThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        return named(new Thread(task), name + " " + count.incrementAndGet());
    }

    /** Names a thread and makes it a daemon. */
    public static <T extends Thread> T named(T thread, String name) {
        thread.setName(PREFIX + name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, failure) -> Faults.report(ended.getName(), failure));
        return thread;
    }
}
