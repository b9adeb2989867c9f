package io.logcast.bench.services;

import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.MeasuredService;
import io.logcast.local.ServiceEnvironment;
import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.local.rabbitmq.BrokerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;

/** Both services with a broker and a database of their own, as processes. */
final class Services implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String name;
    private final Candidate.Host host;
    private final Broker broker;
    private final Database database;
    private final MeasuredService producer;
    private final MeasuredService consumer;

    /**
     * @param folder for the data
     * @param name the prefix of the processes' names and of the log files
     */
    Services(Path folder, String name, Candidate.Host host) {
        this.name = name;
        this.host = host;
        broker = Broker.start(BrokerSettings.in(folder.resolve("broker")));
        database = Database.start(DatabaseSettings.in(folder.resolve("database")));
        producer = start("producer-service", "producer");
        consumer = startConsumer("consumer");
    }

    /** Starts one more consumer-service, which the caller closes. */
    MeasuredService startConsumer(String consumerName) {
        return start("consumer-service", consumerName);
    }

    private MeasuredService start(String module, String service) {
        var environment = new HashMap<>(ServiceEnvironment.of(broker.endpoint()));
        environment.putAll(ServiceEnvironment.of(database));
        return MeasuredService.start(module, name + "-" + service, environment, host);
    }

    BrokerEndpoint broker() {
        return broker.endpoint();
    }

    Database database() {
        return database;
    }

    MeasuredService producer() {
        return producer;
    }

    MeasuredService consumer() {
        return consumer;
    }

    HttpClient http() {
        return http;
    }

    /** Runs one or more SQL statements. */
    void execute(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The body of the consumer's answer to a GET; throws if the status is not 200. */
    String get(String path) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(consumerUri(path)), 200);
    }

    /** The consumer's metrics, in Prometheus's text format. */
    String consumerMetrics() throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(consumer.service().managementUri().resolve("/q/metrics")), 200);
    }

    URI consumerUri(String path) {
        return consumer.uri().resolve(path);
    }

    /** The answer's body; throws if it has another status. */
    String call(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        var answer = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    answer.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        database.discard();
        broker.discard();
    }
}
