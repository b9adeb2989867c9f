package io.logcast.local;

import io.logcast.local.postgresql.Database;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.util.HashMap;
import java.util.Map;

/** The environment variables with the addresses of a service's broker and database. */
public final class ServiceEnvironment {

    private ServiceEnvironment() {}

    public static Map<String, String> of(BrokerEndpoint broker) {
        var environment = new HashMap<>(ofBroker(broker.host(), broker.port(), broker.username(), broker.password()));
        environment.put("RABBITMQ_VIRTUAL_HOST", broker.virtualHost());
        return Map.copyOf(environment);
    }

    /** Without a virtual host: then it is the default one, or the one that the remaining environment sets. */
    static Map<String, String> ofBroker(String host, int port, String username, String password) {
        return Map.of(
                "RABBITMQ_HOST", host,
                "RABBITMQ_PORT", Integer.toString(port),
                "RABBITMQ_USERNAME", username,
                "RABBITMQ_PASSWORD", password);
    }

    public static Map<String, String> of(Database database) {
        return ofDatabase(database.jdbcUrl(), database.username(), database.password());
    }

    public static Map<String, String> ofDatabase(String jdbcUrl, String username, String password) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl,
                "QUARKUS_DATASOURCE_USERNAME", username,
                "QUARKUS_DATASOURCE_PASSWORD", password);
    }
}
