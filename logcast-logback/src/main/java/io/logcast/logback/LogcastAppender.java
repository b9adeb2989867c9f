package io.logcast.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.logcast.client.OwnThread;
import io.logcast.client.outbox.Outbox;
import io.logcast.client.outbox.OutboxSettings;
import io.logcast.client.sending.SenderSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Logcast's producer through a spool on disk. The thread that logs does no I/O and never waits. The
 * settings are properties in {@code logback.xml}; faults in them, or during sending, are reported to Logback's status.
 */
public final class LogcastAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final List<String> OWN_LOGGERS = List.of(
            "io.logcast.client", "io.logcast.logback", "jdk.httpclient", "jdk.internal.httpclient", "java.net.http");
    private static final long MAX_STOP = java.time.Duration.ofMinutes(5).toMillis();

    private String url = "";
    private String key = "";
    private String source = "";
    private String spoolDirectory = "";
    private FileSize spoolSize = new FileSize(256 * FileSize.MB_COEFFICIENT);
    private FileSize queueSize = new FileSize(16 * FileSize.MB_COEFFICIENT);
    private Duration stopTimeout = Duration.buildBySeconds(5);

    private EventMapping mapping = new EventMapping("");
    private @Nullable Outbox outbox;
    private final AtomicLong unmapped = new AtomicLong();

    /**
     * The producer's URL; required. Its query can have defaults for events: {@code
     * http://localhost:8080?attr.env=prod}.
     */
    public void setUrl(String url) {
        this.url = url.trim();
    }

    /** A key with the role publisher; none by default. */
    public void setKey(String key) {
        this.key = key.trim();
    }

    /** The source of all events; without it, the one in the URL's query, or {@code unknown}. */
    public void setSource(String source) {
        this.source = source.trim();
    }

    /**
     * The directory where events wait until the producer has them; required. It must be on a local disk, and belong to
     * this appender of this process alone.
     */
    public void setSpoolDirectory(String spoolDirectory) {
        this.spoolDirectory = spoolDirectory.trim();
    }

    /** The most that the spool may take on disk: 4 MB to 1 TB, 256 MB by default. */
    public void setSpoolSize(FileSize spoolSize) {
        this.spoolSize = spoolSize;
    }

    /** The most that may wait in memory for the disk: 64 KB to 1 GB, 16 MB by default. */
    public void setQueueSize(FileSize queueSize) {
        this.queueSize = queueSize;
    }

    /** How long a stop waits for events to be sent: 0 to 5 minutes, 5 seconds by default. The spool keeps the rest. */
    public void setStopTimeout(Duration stopTimeout) {
        this.stopTimeout = stopTimeout;
    }

    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        try {
            mapping = new EventMapping(source);
            var reports = new Reports(mapping);
            reports.setContext(getContext());
            outbox = new Outbox(settings(), reports).start();
            super.start();
        } catch (IllegalArgumentException e) {
            addError("The appender [" + getName() + "] does not start. " + e.getMessage());
        }
    }

    private OutboxSettings settings() {
        if (url.isEmpty() || spoolDirectory.isEmpty()) {
            throw new IllegalArgumentException((url.isEmpty() ? "url" : "spoolDirectory") + ": must be set");
        }
        if (stopTimeout.getMilliseconds() < 0 || stopTimeout.getMilliseconds() > MAX_STOP) {
            throw new IllegalArgumentException("stopTimeout: must be 0 to 5 minutes, but is " + stopTimeout);
        }
        var sender = SenderSettings.to(uri());
        return new OutboxSettings(
                key.isEmpty() ? sender : sender.withKey(key),
                Path.of(spoolDirectory),
                spoolSize.getSize(),
                queueSize.getSize());
    }

    private URI uri() {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // Without the URL itself, which may have a password.
            throw new IllegalArgumentException("url: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        var open = outbox;
        if (open == null || OwnThread.isCurrent() || isOwn(event.getLoggerName())) {
            return;
        }
        byte[] line;
        try {
            line = mapping.line(event);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // An object of the application that cannot be turned into text.
            if (unmapped.getAndIncrement() == 0) {
                addError(
                        "An event of the logger " + event.getLoggerName()
                                + " cannot be sent, nor are later ones like it",
                        e);
            }
            return;
        }
        open.offer(line);
    }

    private static boolean isOwn(String logger) {
        return OWN_LOGGERS.stream().anyMatch(own -> logger.startsWith(own));
    }

    /**
     * How many events have been dropped since the start: the queue or the spool was full, the appender was stopping, or
     * an object of the application could not be turned into text.
     */
    public long getDropped() {
        var open = outbox;
        return unmapped.get() + (open == null ? 0 : open.dropped());
    }

    @Override
    public void stop() {
        var open = outbox;
        if (!isStarted() || open == null) {
            return;
        }
        super.stop();
        try {
            open.stop(java.time.Duration.ofMillis(stopTimeout.getMilliseconds()));
        } catch (IOException e) {
            addError("The spool was not closed properly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
