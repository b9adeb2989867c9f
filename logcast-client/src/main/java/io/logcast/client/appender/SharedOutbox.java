package io.logcast.client.appender;

import io.logcast.client.outbox.Outbox;
import io.logcast.client.outbox.OutboxSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A running outbox of all appenders of this process that have the same directory and the same settings. A logging
 * library may start the appender of a new configuration before it stops the old one, and a directory belongs to one outbox.
 */
final class SharedOutbox {

    /** All that are running. An outbox with other settings for the same directory waits until the directory is free. */
    private static final Map<Id, SharedOutbox> RUNNING = new HashMap<>();

    private record Id(Path directory, URI endpoint, String key, long spoolBytes, long queueBytes) {}

    private final Id id;
    private final Reports reports;
    private final Outbox outbox;
    private int users;

    private SharedOutbox(Id id, OutboxSettings settings, Reports reports) {
        this.id = id;
        this.reports = reports;
        this.outbox = new Outbox(settings, reports);
    }

    /**
     * Starts it, unless it is running; its reports go to the latest user.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    static SharedOutbox use(AppenderSettings settings, EventMapping mapping, AppenderStatus status) {
        var checked = settings.outbox();
        var id = new Id(
                real(checked.spoolDirectory()),
                checked.sender().endpoint(),
                settings.key(),
                checked.spoolBytes(),
                checked.queueBytes());
        synchronized (RUNNING) {
            var shared = RUNNING.get(id);
            if (shared == null) {
                shared = new SharedOutbox(id, checked, new Reports(mapping, status));
                shared.outbox.start();
                RUNNING.put(id, shared);
            } else {
                shared.reports.to(mapping, status);
            }
            shared.users++;
            return shared;
        }
    }

    Outbox outbox() {
        return outbox;
    }

    /** Ends one use. True if this was the last user, who has to stop the outbox. */
    boolean release() {
        synchronized (RUNNING) {
            users--;
            if (users == 0) {
                RUNNING.remove(id);
            }
            return users == 0;
        }
    }

    /** One path for all names of a directory, even if it does not exist yet. */
    private static Path real(Path directory) {
        var absolute = directory.toAbsolutePath();
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            var parent = absolute.getParent();
            return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
        }
    }
}
