package io.logcast.local;

import java.util.TreeMap;
import java.util.stream.Collectors;

/** The texts that {@code deploy/local/up} prints once everything is ready. */
final class UpMessages {
    private static final int DATABASE_DEFAULT_PORT = 5432;

    private UpMessages() {}

    static String services(UpSettings settings) {
        var producer = "http://localhost:" + settings.producer().number();
        var consumer = "http://localhost:" + settings.consumer().number();
        return """

                Logcast is up
                  producer   %1$s    API: %1$s/q/swagger-ui
                  consumer   %2$s    API: %2$s/q/swagger-ui
                  RabbitMQ   %3$s

                Try, in other terminals:

                  curl -N %4$s/api/v1/logs/stream
                    waits, and shows every event as it arrives:  id:... data:{"id":...,"message":"Hello World!"}

                  curl -i -H 'Content-Type: application/json' -d '{"message":"Hello World!"}' %5$s/api/v1/logs
                    HTTP/1.1 202 Accepted ... {"id":"..."}

                  curl %4$s/api/v1/logs/ID      with the id of that answer
                    {"id":"...","severity":"INFO","source":"unknown","message":"Hello World!"}

                Ctrl-C stops all of it.""".formatted(
                        producer,
                        consumer,
                        rabbitmq(settings),
                        consumer.substring("http://".length()),
                        producer.substring("http://".length()));
    }

    static String infrastructure(UpSettings settings, Infrastructure infrastructure) {
        var variables = usesDefaults(settings) ? "" : assignments(infrastructure);
        return """

                Broker and database are up
                  RabbitMQ   %1$s
                  PostgreSQL %2$s

                Dev mode, each in a terminal of its own:

                  %3$s./mvnw quarkus:dev -pl producer-service -am
                  %3$s./mvnw quarkus:dev -pl consumer-service -am

                Ctrl-C stops all of it.""".formatted(
                rabbitmq(settings), infrastructure.serviceEnvironment().get("QUARKUS_DATASOURCE_JDBC_URL"), variables);
    }

    private static String rabbitmq(UpSettings settings) {
        return settings.existingBroker()
                .map(broker -> broker.host() + ":" + broker.port())
                .orElseGet(() -> "http://localhost:%d    management, guest / guest; AMQP on %d"
                        .formatted(
                                settings.management().number(),
                                settings.rabbitmq().number()));
    }

    /** The services' defaults fit then, so no environment is needed. */
    private static boolean usesDefaults(UpSettings settings) {
        return settings.existingBroker().isEmpty()
                && settings.existingDatabase().isEmpty()
                && settings.rabbitmq().number() == 5672
                && settings.postgresql().number() == DATABASE_DEFAULT_PORT;
    }

    private static String assignments(Infrastructure infrastructure) {
        return new TreeMap<>(infrastructure.serviceEnvironment())
                .entrySet().stream()
                        .map(variable -> variable.getKey() + "='" + variable.getValue() + "' ")
                        .collect(Collectors.joining());
    }
}
