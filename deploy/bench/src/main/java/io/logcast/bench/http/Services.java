package io.logcast.bench.http;

import io.logcast.bench.process.Checkout;
import io.logcast.local.ServiceEnvironment;
import io.logcast.local.ServiceProcess;
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

/** A broker, a database and both services of their own, as processes. */
final class Services implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path output;
    private final Checkout checkout;
    private final Broker broker;
    private final Database database;
    private final ServiceProcess producer;
    private final ServiceProcess consumer;

    Services(Path output) {
        this(output, Checkout.THIS);
    }

    Services(Path output, Checkout checkout) {
        this.output = output;
        this.checkout = checkout;
        broker = Broker.start(BrokerSettings.in(output.resolve("broker")));
        database = Database.start(DatabaseSettings.in(output.resolve("database")));
        producer = start("producer-service", "producer-service");
        consumer = startConsumer("consumer-service");
    }

    /** One consumer-service more, which the caller closes. */
    ServiceProcess startConsumer(String name) {
        return start("consumer-service", name);
    }

    private ServiceProcess start(String module, String name) {
        return ServiceProcess.of(module)
                .jar(checkout.jar(module))
                .env(ServiceEnvironment.of(broker.endpoint()))
                .env(ServiceEnvironment.of(database))
                .jvmArgument("-Xmx512m")
                .log(output.resolve(name + ".log"))
                .startAndAwaitReady(PATIENCE);
    }

    /** One or more SQL statements. */
    void execute(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    BrokerEndpoint broker() {
        return broker.endpoint();
    }

    Database database() {
        return database;
    }

    URI producer() {
        return producer.baseUri();
    }

    int consumerPort() {
        return consumer.port();
    }

    HttpClient http() {
        return http;
    }

    /** The answer to a GET, which must be a 200. */
    String get(String path) throws InterruptedException {
        var request = HttpRequest.newBuilder(consumer.baseUri().resolve(path))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(path + " was not answered", e);
        }
    }

    ServiceUsage consumerUsage() {
        return ServiceUsage.of(checkout.jar("consumer-service").toString());
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        database.discard();
        broker.discard();
    }
}
