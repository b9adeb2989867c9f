package io.logcast.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process to run. {@code folder} is the working folder, {@code log} gets the output, and {@code grace} (whole
 * seconds) is how long the process may take to end by itself after its owner has gone.
 */
public record ProcessSpec(
        String name, List<String> command, Environment environment, Path folder, Path log, Duration grace) {

    public ProcessSpec {
        command = List.copyOf(command);
    }
}
