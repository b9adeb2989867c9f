package io.logcast.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.logcast.client.appender.AppenderOutbox;
import io.logcast.client.appender.AppenderSettings;
import io.logcast.client.appender.AppenderStatus;
import io.logcast.client.appender.EventMapping;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Logcast's producer through a spool on disk. The thread that logs does no I/O and never waits. The
 * settings are properties in {@code logback.xml}; faults in them, or during sending, are reported to Logback's status.
 */
public final class LogcastAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final AppenderSettings settings = new AppenderSettings();
    private EventMapping mapping = new EventMapping(settings, LogcastAppender.class);
    private @Nullable AppenderOutbox outbox;

    /** As {@link AppenderSettings#url}. */
    public void setUrl(String url) {
        settings.url(url);
    }

    /** As {@link AppenderSettings#key}. */
    public void setKey(String key) {
        settings.key(key);
    }

    /** As {@link AppenderSettings#source}. */
    public void setSource(String source) {
        settings.source(source);
    }

    /** As {@link AppenderSettings#spoolDirectory}. */
    public void setSpoolDirectory(String spoolDirectory) {
        settings.spoolDirectory(spoolDirectory);
    }

    /** As {@link AppenderSettings#spoolSize}. */
    public void setSpoolSize(String spoolSize) {
        settings.spoolSize(spoolSize);
    }

    /** As {@link AppenderSettings#queueSize}. */
    public void setQueueSize(String queueSize) {
        settings.queueSize(queueSize);
    }

    /** As {@link AppenderSettings#stopTimeout}. */
    public void setStopTimeout(String stopTimeout) {
        settings.stopTimeout(stopTimeout);
    }

    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        try {
            mapping = new EventMapping(settings, LogcastAppender.class);
            outbox = AppenderOutbox.start(settings, mapping, new LogbackStatus());
            super.start();
        } catch (IllegalArgumentException e) {
            addError("The appender [" + getName() + "] does not start. " + e.getMessage());
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        var open = outbox;
        if (open != null) {
            open.append(event.getLoggerName(), () -> LogbackEvents.line(mapping, event));
        }
    }

    /** As {@link AppenderOutbox#dropped}. */
    public long getDropped() {
        var open = outbox;
        return open == null ? 0 : open.dropped();
    }

    @Override
    public void stop() {
        var open = outbox;
        if (isStarted() && open != null) {
            super.stop();
            open.stop();
        }
    }

    private final class LogbackStatus implements AppenderStatus {

        @Override
        public void info(String message) {
            addInfo(message);
        }

        @Override
        public void warn(String message) {
            addWarn(message);
        }

        @Override
        public void error(String message, @Nullable Throwable cause) {
            addError(message, cause);
        }
    }
}
