package io.logcast.testing;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** RabbitMQ's own client, as a foreign program would use it. */
public final class PlainClient {

    private PlainClient() {}

    public static ConnectionFactory factory(BrokerEndpoint broker) {
        var factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.username());
        factory.setPassword(broker.password());
        factory.setVirtualHost(broker.virtualHost());
        return factory;
    }

    /** @param name the connection's name in the broker's lists */
    public static Connection connect(BrokerEndpoint broker, String name) throws IOException, TimeoutException {
        return factory(broker).newConnection(name);
    }
}
