package io.logcast.local.postgresql;

import io.logcast.local.process.Ports;
import io.logcast.local.process.Progress;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a private database keeps its data and listens (port 0: a free one), who gets progress messages, and whether
 * commits reach the disk. Without {@code durable}, a commit survives the death of all processes, but not of the
 * machine.
 *
 * @param environment variables of its processes, beside those of this JVM
 */
public record DatabaseSettings(
        Path folder, int port, boolean durable, Progress progress, Map<String, String> environment) {

    public DatabaseSettings {
        folder = folder.toAbsolutePath();
        port = Ports.orFree(port);
        environment = Map.copyOf(environment);
    }

    public DatabaseSettings(Path folder, int port, boolean durable, Progress progress) {
        this(folder, port, durable, progress, Map.of());
    }

    /** The same with these variables. */
    public DatabaseSettings with(Map<String, String> variables) {
        return new DatabaseSettings(folder, port, durable, progress, variables);
    }

    /** For tests: a free port, not durable, without progress messages. */
    public static DatabaseSettings in(Path folder) {
        return new DatabaseSettings(folder, 0, false, Progress.NONE);
    }
}
