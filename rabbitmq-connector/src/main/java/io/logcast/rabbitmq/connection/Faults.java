package io.logcast.rabbitmq.connection;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Handles unexpected failures on the connector's threads: they are logged, and the thread goes on. Out of memory
 * ends the process with status 3, as {@code -XX:+ExitOnOutOfMemoryError} does, since its state is then unknown.
 */
public final class Faults {

    /** The exit status of a process that ran out of memory. */
    public static final int OUT_OF_MEMORY_STATUS = 3;

    private static final Logger LOG = Logger.getLogger(Faults.class);

    private Faults() {}

    /** A task whose failures end neither its thread nor its schedule. */
    public static Runnable survived(String what, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                report(what, e);
            }
        };
    }

    /** Logs a failure after which the thread goes on; does not return if the process is out of memory. */
    public static void report(String what, Throwable failure) {
        endIfOutOfMemory(failure);
        LOG.errorf(failure, "%s failed unexpectedly and goes on", what);
    }

    /** For failures that are logged elsewhere. */
    public static void endIfOutOfMemory(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                end(cause);
            }
        }
    }

    /** A failure in one line, for logs. */
    static String text(Throwable failure) {
        var cause = failure.getCause();
        return cause == null || failure.getMessage() != null ? failure.toString() : cause.toString();
    }

    private static void end(Throwable cause) {
        try {
            LOG.fatal("Out of memory: the process ends", cause);
        } finally {
            // No exit: its hooks would need memory.
            Runtime.getRuntime().halt(OUT_OF_MEMORY_STATUS);
        }
    }
}
