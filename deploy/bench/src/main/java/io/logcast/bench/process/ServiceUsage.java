package io.logcast.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A service process's use of CPU and memory. */
public record ServiceUsage(ProcessHandle process) {

    /** The service that is a descendant of this process and has that text in its command line. */
    static ServiceUsage of(String text) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .filter(process -> process.info().commandLine().orElse("").contains(text))
                .findFirst()
                .map(ServiceUsage::new)
                .orElseThrow(() -> new IllegalStateException("No service runs with " + text));
    }

    /** User and system time so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Its resident memory (MiB) at this moment. */
    public long memory() {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("The memory of process " + process.pid() + " could not be read", e);
        }
    }
}
