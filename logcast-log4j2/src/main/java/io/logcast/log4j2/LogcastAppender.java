package io.logcast.log4j2;

import io.logcast.client.appender.AppenderOutbox;
import io.logcast.client.appender.AppenderSettings;
import io.logcast.client.appender.AppenderStatus;
import io.logcast.client.appender.EventMapping;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.jspecify.annotations.Nullable;

/**
 * The plugin {@code Logcast}: sends events to Logcast's producer through a spool on disk. The thread that logs does no
 * I/O and never waits. Faults in the settings, or during sending, are reported to Log4j2's status logger.
 */
@Plugin(name = "Logcast", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE, printObject = true)
public final class LogcastAppender extends AbstractAppender {

    private final AppenderSettings settings;
    private final EventMapping mapping;
    private volatile @Nullable AppenderOutbox outbox;

    private LogcastAppender(String name, @Nullable Filter filter, AppenderSettings settings) {
        super(name, filter, null, true, Property.EMPTY_ARRAY);
        this.settings = settings;
        this.mapping = new EventMapping(settings, LogcastAppender.class);
    }

    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Its attributes are those of the element {@code Logcast} in {@code log4j2.xml}. */
    public static final class Builder implements org.apache.logging.log4j.core.util.Builder<@Nullable LogcastAppender> {

        @PluginBuilderAttribute
        private String name = "Logcast";

        @PluginElement("Filter")
        private @Nullable Filter filter;

        @PluginBuilderAttribute
        private @Nullable String url;

        @PluginBuilderAttribute(sensitive = true)
        private @Nullable String key;

        @PluginBuilderAttribute
        private @Nullable String source;

        @PluginBuilderAttribute
        private @Nullable String spoolDirectory;

        @PluginBuilderAttribute
        private @Nullable String spoolSize;

        @PluginBuilderAttribute
        private @Nullable String queueSize;

        @PluginBuilderAttribute
        private @Nullable String stopTimeout;

        private Builder() {}

        public Builder setName(String value) {
            name = value;
            return this;
        }

        /** Events that it denies are not sent. */
        public Builder setFilter(@Nullable Filter value) {
            filter = value;
            return this;
        }

        /** As {@link AppenderSettings#url}. */
        public Builder setUrl(@Nullable String value) {
            url = value;
            return this;
        }

        /** As {@link AppenderSettings#key}. */
        public Builder setKey(@Nullable String value) {
            key = value;
            return this;
        }

        /** As {@link AppenderSettings#source}. */
        public Builder setSource(@Nullable String value) {
            source = value;
            return this;
        }

        /** As {@link AppenderSettings#spoolDirectory}. */
        public Builder setSpoolDirectory(@Nullable String value) {
            spoolDirectory = value;
            return this;
        }

        /** As {@link AppenderSettings#spoolSize}. */
        public Builder setSpoolSize(@Nullable String value) {
            spoolSize = value;
            return this;
        }

        /** As {@link AppenderSettings#queueSize}. */
        public Builder setQueueSize(@Nullable String value) {
            queueSize = value;
            return this;
        }

        /** As {@link AppenderSettings#stopTimeout}. */
        public Builder setStopTimeout(@Nullable String value) {
            stopTimeout = value;
            return this;
        }

        /** The appender, not started; null if a setting is wrong, which is reported as an error. */
        @Override
        public @Nullable LogcastAppender build() {
            var settings = new AppenderSettings()
                    .url(url)
                    .key(key)
                    .source(source)
                    .spoolDirectory(spoolDirectory)
                    .spoolSize(spoolSize)
                    .queueSize(queueSize)
                    .stopTimeout(stopTimeout);
            try {
                return new LogcastAppender(name, filter, settings.check());
            } catch (IllegalArgumentException e) {
                LOGGER.error("The appender [" + name + "] does not start. " + e.getMessage());
                return null;
            }
        }
    }

    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        outbox = AppenderOutbox.start(settings, mapping, new Log4j2Status());
        super.start();
    }

    @Override
    public void append(LogEvent event) {
        var open = outbox;
        if (open != null) {
            open.append(event.getLoggerName(), () -> Log4j2Events.line(mapping, event));
        }
    }

    /** As {@link AppenderOutbox#dropped}. */
    public long getDropped() {
        var open = outbox;
        return open == null ? 0 : open.dropped();
    }

    /** @param timeout the most that Log4j2 waits; 0 for no limit of its own */
    @Override
    public boolean stop(long timeout, TimeUnit timeUnit) {
        setStopping();
        super.stop(timeout, timeUnit, false);
        var open = outbox;
        if (open != null && timeout > 0) {
            open.stop(Duration.of(timeout, timeUnit.toChronoUnit()));
        } else if (open != null) {
            open.stop();
        }
        setStopped();
        return true;
    }

    private static final class Log4j2Status implements AppenderStatus {

        @Override
        public void info(String message) {
            LOGGER.info(message);
        }

        @Override
        public void warn(String message) {
            LOGGER.warn(message);
        }

        @Override
        public void error(String message, @Nullable Throwable cause) {
            LOGGER.error(message, cause);
        }
    }
}
