package io.logcast.local;

import io.logcast.local.process.LocalProcessException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of {@code deploy/local/up}, from environment variables. */
record UpSettings(
        Optional<ExistingBroker> existingBroker,
        Optional<ExistingDatabase> existingDatabase,
        Port rabbitmq,
        Port management,
        Port prometheus,
        Port postgresql,
        Port producer,
        Port consumer) {

    /** A port of ours and the variable that sets it. */
    record Port(String owner, String variable, int number) {}

    record ExistingBroker(String host, int port, String username, String password) {}

    record ExistingDatabase(String url, String username, String password) {}

    /** Throws {@link LocalProcessException} naming the variable that is not a port. */
    static UpSettings from(Map<String, String> environment) {
        var rabbitmq = port(environment, "RabbitMQ", "RABBITMQ_PORT", 5672);
        return new UpSettings(
                Optional.ofNullable(environment.get("RABBITMQ_HOST"))
                        .map(host -> new ExistingBroker(
                                host,
                                rabbitmq.number(),
                                environment.getOrDefault("RABBITMQ_USERNAME", "guest"),
                                environment.getOrDefault("RABBITMQ_PASSWORD", "guest"))),
                Optional.ofNullable(environment.get("QUARKUS_DATASOURCE_JDBC_URL"))
                        .map(url -> new ExistingDatabase(
                                url,
                                environment.getOrDefault("QUARKUS_DATASOURCE_USERNAME", "logcast"),
                                environment.getOrDefault("QUARKUS_DATASOURCE_PASSWORD", "logcast"))),
                rabbitmq,
                port(environment, "RabbitMQ's management", "RABBITMQ_MANAGEMENT_PORT", 15672),
                port(environment, "RabbitMQ's metrics", "RABBITMQ_PROMETHEUS_PORT", 15692),
                port(environment, "PostgreSQL", "POSTGRESQL_PORT", 5432),
                port(environment, "producer-service", "PRODUCER_PORT", 8080),
                port(environment, "consumer-service", "CONSUMER_PORT", 8081));
    }

    /** The ports that have to be free, with or without those of the services. */
    List<Port> ownPorts(boolean services) {
        var broker = existingBroker.isPresent() ? Stream.<Port>of() : Stream.of(rabbitmq, management, prometheus);
        var database = existingDatabase.isPresent() ? Stream.<Port>of() : Stream.of(postgresql);
        var http = services ? Stream.of(producer, consumer) : Stream.<Port>of();
        return Stream.of(broker, database, http).flatMap(ports -> ports).toList();
    }

    private static Port port(Map<String, String> environment, String owner, String variable, int fallback) {
        var value = environment.getOrDefault(variable, Integer.toString(fallback));
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= 65_535) {
                return new Port(owner, variable, number);
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw new LocalProcessException(variable + " must be a port number from 1 to 65535, not: " + value);
    }
}
