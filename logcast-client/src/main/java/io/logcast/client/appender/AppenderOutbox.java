package io.logcast.client.appender;

import io.logcast.client.OwnThread;
import io.logcast.client.json.EventLine;
import io.logcast.client.outbox.Outbox;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outbox of an appender. The thread that logs does no I/O and never waits; faults are reported to the status of the
 * logging library.
 */
public final class AppenderOutbox {

    private static final List<String> OWN_LOGGERS = List.of(
            "io.logcast.client.",
            "io.logcast.logback.",
            "io.logcast.log4j2.",
            "jdk.httpclient",
            "jdk.internal.httpclient",
            "java.net.http");

    private final SharedOutbox shared;
    private final Outbox outbox;
    private final long droppedBefore;
    private final Duration stopLimit;
    private final AppenderStatus status;
    private final AtomicLong unmapped = new AtomicLong();
    private final AtomicBoolean isReleased = new AtomicBoolean();
    private volatile boolean isLast;

    private AppenderOutbox(SharedOutbox shared, Duration stopLimit, AppenderStatus status) {
        this.shared = shared;
        this.outbox = shared.outbox();
        this.droppedBefore = outbox.dropped();
        this.stopLimit = stopLimit;
        this.status = status;
    }

    /**
     * Starts it, or shares the one of another appender of this process with the same directory, url, key and sizes.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public static AppenderOutbox start(AppenderSettings settings, EventMapping mapping, AppenderStatus status) {
        var stopLimit = settings.stopLimit();
        return new AppenderOutbox(SharedOutbox.use(settings, mapping, status), stopLimit, status);
    }

    /**
     * Takes an event, without waiting. What the outbox itself causes to be logged is ignored, so that sending an event
     * logs no other.
     *
     * @param logger the name of its logger; null if an event has none
     * @param event makes the event; a failure of the application's objects counts as a dropped event
     */
    public void append(@Nullable String logger, Supplier<EventLine> event) {
        var name = String.valueOf(logger);
        if (OwnThread.isCurrent() || OWN_LOGGERS.stream().anyMatch(name::startsWith)) {
            return;
        }
        byte[] line;
        try {
            line = event.get().toBytes();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // An object of the application that cannot be turned into text.
            if (unmapped.getAndIncrement() == 0) {
                status.error("An event of the logger " + name + " cannot be sent, nor are later ones like it", e);
            }
            return;
        }
        outbox.offer(line);
    }

    /**
     * How many events have been dropped since the start: the queue or the spool was full, the appender was stopping, or
     * an object of the application could not be turned into text.
     */
    public long dropped() {
        return unmapped.get() + outbox.dropped() - droppedBefore;
    }

    /**
     * Waits until all events are sent, at most as long as the settings say. The spool keeps the rest. Returns at once
     * if another appender shares the outbox, which goes on.
     */
    public void stop() {
        stop(stopLimit);
    }

    /** The same, but waits at most this long. */
    public void stop(Duration most) {
        if (!isReleased.getAndSet(true)) {
            isLast = shared.release();
        }
        if (isLast) {
            stopOutbox(most);
        }
    }

    private void stopOutbox(Duration most) {
        try {
            outbox.stop(most.compareTo(stopLimit) < 0 ? most : stopLimit);
        } catch (IOException e) {
            status.error("The spool was not closed properly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
