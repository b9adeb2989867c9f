package io.logcast.chaos.site;

import io.logcast.local.ServiceEnvironment;
import io.logcast.local.ServiceProcess;
import io.logcast.local.postgresql.Database;
import io.logcast.testing.network.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts services that reach their brokers and their database through proxies. */
record ServiceLauncher(
        SiteSettings settings,
        Brokers brokers,
        Database database,
        List<TcpProxy> toBrokers,
        TcpProxy toDatabase,
        @Nullable Clocks clocks) {

    static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The name of the producer's process. */
    static final String PRODUCER = "producer";
    /** A port for {@link #consumer} and {@link #producer}: any that is free. */
    static final int ANY_PORT = 0;

    private static final List<String> PRODUCER_CHANNELS = List.of("outgoing.logs");
    private static final List<String> CONSUMER_CHANNELS =
            List.of("incoming.archive", "incoming.live", "outgoing.foreign", "incoming.live-foreign");
    /** Shorter than the default, so that a dead connection is noticed sooner. */
    private static final String HEARTBEAT_SECONDS = "4";

    private static final int DATABASE_TIMEOUT_SECONDS = 5;

    /** Returns when it is ready. */
    ServiceProcess consumer(String name, Release release, int port) {
        return start("consumer-service", name, release, port, consumerArguments());
    }

    /** Returns when it is ready. */
    ServiceProcess producer(Release release, int port) {
        return start("producer-service", PRODUCER, release, port, producerArguments());
    }

    private ServiceProcess start(String module, String name, Release release, int port, Stream<String> arguments) {
        var builder = ServiceProcess.of(module)
                .named(name)
                .log(Path.of("target", "chaos", name + ".log"))
                .env(environment())
                .port(port)
                .jvmArgument(ServiceThreads.argument(name))
                .jvmArgument("-Xmx384m")
                // They run only for minutes, and start often.
                .jvmArgument("-XX:TieredStopAtLevel=1");
        arguments.forEach(builder::jvmArgument);
        if (clocks != null) {
            builder.env(clocks.environmentOf(name));
        }
        if (release == Release.OTHER) {
            builder.jar(Release.otherJar(module));
        }
        // One after the other, since each start takes all the CPU.
        return builder.startAndAwaitReady(PATIENCE);
    }

    private Stream<String> producerArguments() {
        return Stream.concat(heartbeats(PRODUCER_CHANNELS), settings.brokenness().producerArguments().stream());
    }

    private Stream<String> consumerArguments() {
        return Stream.concat(heartbeats(CONSUMER_CHANNELS), settings.brokenness().consumerArguments().stream());
    }

    private static Stream<String> heartbeats(List<String> channels) {
        return channels.stream()
                .map(channel -> "-Dmp.messaging." + channel + ".requested-heartbeat=" + HEARTBEAT_SECONDS);
    }

    private Map<String, String> environment() {
        var broker = brokers.endpoints().get(0);
        var environment = new HashMap<String, String>();
        environment.put("LOGCAST_CONNECTOR", settings.connector());
        environment.put(
                "RABBITMQ_ADDRESSES",
                toBrokers.stream().map(proxy -> "127.0.0.1:" + proxy.port()).collect(Collectors.joining(",")));
        environment.put("RABBITMQ_USERNAME", broker.username());
        environment.put("RABBITMQ_PASSWORD", broker.password());
        var url = database.jdbcUrl().replace(":" + database.port() + "/", ":" + toDatabase.port() + "/")
                + "?socketTimeout=" + DATABASE_TIMEOUT_SECONDS;
        environment.putAll(ServiceEnvironment.ofDatabase(url, database.username(), database.password()));
        environment.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "30S");
        return environment;
    }
}
