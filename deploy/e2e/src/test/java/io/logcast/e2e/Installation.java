package io.logcast.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import io.logcast.local.ServiceEnvironment;
import io.logcast.local.ServiceProcess;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.local.rabbitmq.ManagementApi;
import io.logcast.local.rabbitmq.VirtualHost;
import io.logcast.testing.PlainClient;
import io.logcast.testing.TestBroker;
import io.logcast.testing.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** A virtual host and a database of its own, and the services that a test starts on them. */
final class Installation implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final VirtualHost broker;
    private final TestDatabase database;
    private final String connector;
    private final List<ServiceProcess> services = new ArrayList<>();

    Installation() {
        this("logcast-rabbitmq");
    }

    /** @param connector the connector of all channels of both services */
    Installation(String connector) {
        this(connector, TestBroker.get());
    }

    /** On a broker that the test may stop. */
    Installation(BrokerEndpoint broker) {
        this("logcast-rabbitmq", broker);
    }

    private Installation(String connector, BrokerEndpoint broker) {
        this.connector = connector;
        this.broker = broker.managementApi().newVirtualHost();
        try {
            database = TestDatabase.get()
                    .newDatabase("e2e_" + UUID.randomUUID().toString().replace('-', '_'));
        } catch (SQLException e) {
            throw new IllegalStateException("The test's database could not be made", e);
        }
    }

    ServiceProcess startProducer(String... jvmArguments) {
        return start("producer-service", "producer", jvmArguments);
    }

    ServiceProcess startConsumer(String name, String... jvmArguments) {
        return start("consumer-service", name, jvmArguments);
    }

    VirtualHost broker() {
        return broker;
    }

    /** A foreign program's connection to the virtual host, with the plain client. */
    Connection connect() throws IOException, TimeoutException {
        return PlainClient.connect(broker.endpoint(), "somebody else");
    }

    /** Has the broker close the services' connections whose names contain this text. They are open again after a moment. */
    void cutConnections(String name) {
        var api = broker.management();
        // The broker's statistics are a few seconds late.
        var connections = await().atMost(PATIENCE)
                .until(
                        () -> LogClient.json(api.get("/api/connections"))
                                .valueStream()
                                .filter(connection -> isOurs(connection, name))
                                .map(connection -> connection.path("name").asText())
                                .toList(),
                        names -> !names.isEmpty());
        connections.forEach(connection -> api.delete("/api/connections/" + ManagementApi.encoded(connection)));
    }

    private boolean isOurs(JsonNode connection, String name) {
        return connection.path("vhost").asText().equals(broker.name())
                && connection.at("/client_properties/connection_name").asText().contains(name);
    }

    Archive archive() {
        return new Archive(database);
    }

    private ServiceProcess start(String module, String name, String... jvmArguments) {
        var builder = ServiceProcess.of(module)
                .named(name + "-" + broker.name())
                .env(environment())
                // This starts in two thirds of the time, and these tests do not measure speed.
                .jvmArgument("-XX:TieredStopAtLevel=1");
        List.of(jvmArguments).forEach(builder::jvmArgument);
        var service = builder.startAndAwaitReady(PATIENCE);
        services.add(service);
        return service;
    }

    /** The environment with the addresses of a service's broker and database. */
    Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("LOGCAST_CONNECTOR", connector);
        environment.putAll(ServiceEnvironment.of(broker.endpoint()));
        environment.putAll(database.environment());
        return environment;
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        broker.close();
    }
}
