package io.logcast.bench.process;

import io.logcast.local.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A service of a checkout, and what its process takes of the machine. */
public record MeasuredService(ServiceProcess service, ServiceUsage usage) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Starts it; returns when it is ready.
     *
     * @param module the service's folder
     * @param name unique among those that run
     */
    public static MeasuredService start(
            String module, String name, Map<String, String> environment, Candidate.Host host) {
        var builder = ServiceProcess.of(module)
                .named(name)
                .jar(host.checkout().jar(module))
                .log(host.logs().resolve(name + ".log"))
                .env(environment)
                // By this it is told from the others.
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
