package io.logcast.bench.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.logcast.local.ServiceEnvironment;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** The broker, and the name of an exchange and its queue, as a candidate reads them from its environment. */
record Target(Map<String, String> environment) {

    private static final String QUEUE = "BENCH_QUEUE";

    static Target of(BrokerEndpoint broker, String queue) {
        var environment = new HashMap<>(ServiceEnvironment.of(broker));
        environment.put(QUEUE, queue);
        return new Target(environment);
    }

    static Target ofEnvironment() {
        return new Target(System.getenv());
    }

    /** The environment with more variables. */
    Map<String, String> with(Map<String, String> more) {
        var all = new HashMap<>(environment);
        all.putAll(more);
        return all;
    }

    String queue() {
        return value(QUEUE);
    }

    ConnectionFactory factory() {
        var factory = new ConnectionFactory();
        factory.setHost(value("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(value("RABBITMQ_PORT")));
        factory.setUsername(value("RABBITMQ_USERNAME"));
        factory.setPassword(value("RABBITMQ_PASSWORD"));
        return factory;
    }

    Connection connect() throws IOException, TimeoutException {
        return factory().newConnection("bench");
    }

    private String value(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }
}
