package io.logcast.local.postgresql;

import io.logcast.local.process.Ports;
import io.logcast.local.process.Progress;
import java.nio.file.Path;

/**
 * Where a private database keeps its data and listens (port 0: a free one), who gets progress messages, and whether
 * commits reach the disk. Without {@code durable}, a commit survives the death of all processes, but not of the
 * machine.
 */
public record DatabaseSettings(Path folder, int port, boolean durable, Progress progress) {

    public DatabaseSettings {
        folder = folder.toAbsolutePath();
        port = Ports.orFree(port);
    }

    /** For tests: a free port, not durable, without progress messages. */
    public static DatabaseSettings in(Path folder) {
        return new DatabaseSettings(folder, 0, false, Progress.NONE);
    }
}
