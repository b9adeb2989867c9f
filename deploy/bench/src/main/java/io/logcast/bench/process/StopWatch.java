package io.logcast.bench.process;

import com.sun.management.OperatingSystemMXBean;
import io.logcast.bench.Measurement;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Reads the clock and this process' CPU time. */
public final class StopWatch {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long startedAt = System.nanoTime();
    private final long cpuBefore = PROCESS.getProcessCpuTime();

    public static StopWatch start() {
        return new StopWatch();
    }

    public Measurement stop(long messages) {
        long cpu = PROCESS.getProcessCpuTime() - cpuBefore;
        return new Measurement(messages, Duration.ofNanos(System.nanoTime() - startedAt), Duration.ofNanos(cpu));
    }
}
