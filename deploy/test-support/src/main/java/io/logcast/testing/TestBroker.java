package io.logcast.testing;

import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.local.rabbitmq.BrokerSettings;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;

/**
 * The RabbitMQ that all tests of a JVM share: a private one, or a fresh virtual host of the existing one that the
 * system property {@code logcast.test.rabbitmq} names ({@code amqp://user:password@host:port}, with {@code
 * logcast.test.rabbitmq.management} as its management API's URL). A test that kills a broker starts its own.
 */
public final class TestBroker {
    private static final String EXISTING = "logcast.test.rabbitmq";
    // Quarkus loads test classes more than once, each time with its own statics; the JVM's properties are the one
    // place that all of them see.
    private static final String SHARED = "logcast.test.rabbitmq.shared";

    private TestBroker() {}

    /** The broker's address. The first call starts it. */
    public static BrokerEndpoint get() {
        Properties properties = System.getProperties();
        synchronized (properties) {
            String shared = properties.getProperty(SHARED);
            if (shared == null) {
                shared = write(obtain());
                properties.setProperty(SHARED, shared);
            }
            return read(shared);
        }
    }

    private static BrokerEndpoint obtain() {
        return Optional.ofNullable(System.getProperty(EXISTING))
                .map(TestBroker::existing)
                .orElseGet(TestBroker::started);
    }

    private static BrokerEndpoint started() {
        // Printed, since results depend on which broker it is.
        var broker = Broker.start(new BrokerSettings(TestFolders.fresh("rabbitmq"), 0, 0, 0, System.out::println));
        atExit(broker::discard);
        return broker.endpoint();
    }

    private static BrokerEndpoint existing(String uri) {
        var virtualHost = endpoint(URI.create(uri)).managementApi().newVirtualHost();
        atExit(virtualHost::close);
        return virtualHost.endpoint();
    }

    static BrokerEndpoint endpoint(URI uri) {
        String[] user =
                Optional.ofNullable(uri.getUserInfo()).orElse("guest:guest").split(":", 2);
        int port = uri.getPort() == -1 ? 5672 : uri.getPort();
        var management = System.getProperty(EXISTING + ".management", "http://" + uri.getHost() + ":15672");
        return new BrokerEndpoint(uri.getHost(), port, URI.create(management), user[0], user[1], "/");
    }

    private static void atExit(Runnable action) {
        Runtime.getRuntime().addShutdownHook(new Thread(action, "end of the test broker"));
    }

    private static String write(BrokerEndpoint broker) {
        return String.join(
                "\n",
                broker.host(),
                Integer.toString(broker.port()),
                broker.management().toString(),
                broker.username(),
                broker.password(),
                broker.virtualHost());
    }

    private static BrokerEndpoint read(String shared) {
        String[] parts = shared.split("\n", -1);
        return new BrokerEndpoint(
                parts[0], Integer.parseInt(parts[1]), URI.create(parts[2]), parts[3], parts[4], parts[5]);
    }
}
