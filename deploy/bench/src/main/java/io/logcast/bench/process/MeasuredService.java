package io.logcast.bench.process;

import io.logcast.local.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A service of a checkout, and its process's use of the machine. */
public record MeasuredService(ServiceProcess service, ServiceUsage usage) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Starts it; returns when it is ready.
     *
     * @param module the service's folder
     * @param name unique among the running services
     */
    public static MeasuredService start(
            String module, String name, Map<String, String> environment, Candidate.Host host) {
        var builder = ServiceProcess.of(module)
                .named(name)
                .jar(host.checkout().jar(module))
                .log(host.logs().resolve(name + ".log"))
                .env(environment)
                // Identifies its process among the others.
                .systemProperty("bench.candidate", name);
        host.jvm().forEach(builder::jvmArgument);
        var service = builder.startAndAwaitReady(PATIENCE);
        return new MeasuredService(service, ServiceUsage.of("-Dbench.candidate=" + name + " "));
    }

    public URI uri() {
        return service.baseUri();
    }

    @Override
    public void close() {
        service.close();
    }
}
