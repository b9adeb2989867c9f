package io.logcast.client.appender;

import io.logcast.client.outbox.OutboxSettings;
import io.logcast.client.sending.SenderSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an appender, as a configuration file has them. Null leaves the default. Not thread-safe; {@link #check}
 * tells which one is wrong.
 */
public final class AppenderSettings {

    private static final Duration MAX_STOP = Duration.ofMinutes(5);

    private String url = "";
    private String key = "";
    private String source = "";
    private String spoolDirectory = "";
    private String spoolSize = "256MB";
    private String queueSize = "16MB";
    private String stopTimeout = "5 seconds";

    /**
     * The producer's URL; required. Its query can have defaults for events: {@code
     * http://localhost:8080?attr.env=prod}.
     */
    public AppenderSettings url(@Nullable String value) {
        url = orDefault(value, url);
        return this;
    }

    /** A key with the role publisher; none by default. */
    public AppenderSettings key(@Nullable String value) {
        key = orDefault(value, key);
        return this;
    }

    /** The source of all events; without it, the one in the URL's query, or {@code unknown}. */
    public AppenderSettings source(@Nullable String value) {
        source = orDefault(value, source);
        return this;
    }

    /**
     * The directory where events wait until the producer has them; required. It must be on a local disk, and belong to
     * this process alone. Appenders of the same process with the same url, key and sizes share it.
     */
    public AppenderSettings spoolDirectory(@Nullable String value) {
        spoolDirectory = orDefault(value, spoolDirectory);
        return this;
    }

    /** The most that the spool may take on disk: 4MB to 1024GB, 256MB by default. */
    public AppenderSettings spoolSize(@Nullable String value) {
        spoolSize = orDefault(value, spoolSize);
        return this;
    }

    /** The most that may wait in memory for the disk: 64KB to 1GB, 16MB by default. */
    public AppenderSettings queueSize(@Nullable String value) {
        queueSize = orDefault(value, queueSize);
        return this;
    }

    /** How long a stop waits for events to be sent: 0 to 5 minutes, 5 seconds by default. The spool keeps the rest. */
    public AppenderSettings stopTimeout(@Nullable String value) {
        stopTimeout = orDefault(value, stopTimeout);
        return this;
    }

    private static String orDefault(@Nullable String value, String byDefault) {
        return Objects.requireNonNullElse(value, byDefault).trim();
    }

    /** @throws IllegalArgumentException naming the setting that is wrong */
    public AppenderSettings check() {
        outbox();
        stopLimit();
        return this;
    }

    OutboxSettings outbox() {
        required("url", url);
        required("spoolDirectory", spoolDirectory);
        var sender = SenderSettings.to(uri());
        return new OutboxSettings(
                key.isEmpty() ? sender : sender.withKey(key),
                directory(),
                Amounts.bytes("spoolSize", spoolSize),
                Amounts.bytes("queueSize", queueSize));
    }

    Duration stopLimit() {
        var limit = Amounts.time("stopTimeout", stopTimeout);
        if (limit.compareTo(MAX_STOP) > 0) {
            throw new IllegalArgumentException("stopTimeout: must be 0 to 5 minutes, but is " + stopTimeout);
        }
        return limit;
    }

    /** Empty for none. */
    String key() {
        return key;
    }

    /** Empty for none. */
    String source() {
        return source;
    }

    private static void required(String name, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + ": must be set");
        }
    }

    private URI uri() {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // Without the URL itself, which may have a password.
            throw new IllegalArgumentException("url: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    private Path directory() {
        try {
            return Path.of(spoolDirectory);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("spoolDirectory: " + e.getMessage());
        }
    }
}
