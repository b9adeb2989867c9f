package io.logcast.rabbitmq.connection;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The one thread of a connection, on which everything that blocks runs. After its end, tasks are dropped. */
final class ConnectionThread {

    private static final Logger LOG = Logger.getLogger(ConnectionThread.class);

    private final String connection;
    private final ScheduledThreadPoolExecutor executor;

    ConnectionThread(String connection) {
        this.connection = connection;
        this.executor = new ScheduledThreadPoolExecutor(1, new ConnectorThreads("connection " + connection));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    void run(Runnable task) {
        try {
            executor.execute(survived(task));
        } catch (RejectedExecutionException e) {
            LOG.debugf("Connection %s is closed", connection);
        }
    }

    void later(Runnable task, long pauseMillis) {
        try {
            executor.schedule(survived(task), pauseMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("Connection %s is closed", connection);
        }
    }

    void every(Runnable task, Duration pause) {
        executor.scheduleWithFixedDelay(survived(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Runnable survived(Runnable task) {
        return Faults.survived("Connection " + connection, task);
    }

    /** Lets the running task finish and starts no other. */
    void shutDown() {
        executor.shutdown();
    }

    /** Interrupts the running task. */
    void interrupt() {
        executor.shutdownNow();
    }

    boolean isShutDown() {
        return executor.isShutdown();
    }
}
