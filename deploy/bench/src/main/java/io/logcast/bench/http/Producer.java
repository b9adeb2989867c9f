package io.logcast.bench.http;

import io.logcast.bench.process.Candidate;
import io.logcast.local.ServiceEnvironment;
import io.logcast.local.ServiceProcess;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.time.Duration;

/** A producer-service of its own, of a checkout, whose channels have that connector. */
record Producer(ServiceProcess service, ServiceUsage usage) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static Producer start(String connector, BrokerEndpoint broker, Candidate.Host host) {
        var name = "ingest-" + connector + "-" + host.checkout().name();
        var builder = ServiceProcess.of("producer-service")
                .named(name)
                .jar(host.checkout().jar("producer-service"))
                .log(host.logs().resolve(name + ".log"))
                .env("LOGCAST_CONNECTOR", connector)
                .env(ServiceEnvironment.of(broker))
                // By this it is told from the others.
                .systemProperty("bench.candidate", name);
        host.jvm().forEach(builder::jvmArgument);
        var service = builder.startAndAwaitReady(PATIENCE);
        return new Producer(service, ServiceUsage.of("-Dbench.candidate=" + name));
    }

    @Override
    public void close() {
        service.close();
    }
}
