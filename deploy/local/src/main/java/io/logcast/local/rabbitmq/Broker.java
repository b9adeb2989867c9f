package io.logcast.local.rabbitmq;

/**
 * A private RabbitMQ with the management and prometheus plugins, bound to the loopback interface. It ends with this
 * JVM at the latest. Methods throw {@link io.logcast.local.process.LocalProcessException} with the end of the log.
 */
public sealed interface Broker extends AutoCloseable permits RabbitNode, RabbitContainer {

    /**
     * Starts the first kind that this machine can run (a supported one that is installed, a container, unpacked
     * packages of RabbitMQ 4.3, an older one), or the one from the Debian release that {@code LOGCAST_RABBITMQ_DEBIAN}
     * names. Returns when it is ready.
     */
    static Broker start(BrokerSettings settings) {
        return BrokerFinder.start(settings);
    }

    BrokerEndpoint endpoint();

    /**
     * Starts it again after {@link #stop()} or {@link #kill()}, with the same ports and data. Returns when it is ready.
     */
    void start();

    /** SIGTERM, and waits until it has gone. */
    void stop();

    /** SIGKILL, and waits until it has gone. */
    void kill();

    /** SIGSTOP, or the like: it does nothing until {@link #resume()}. */
    void pause();

    void resume();

    boolean isRunning();

    /** The output of {@code rabbitmqctl} with these arguments; throws if its status is not 0. */
    String rabbitmqctl(String... arguments);

    /** Stops it for good. The data stays. */
    @Override
    void close();

    /** Ends it at once, for good, and deletes its data. */
    void discard();

    default String host() {
        return endpoint().host();
    }

    default int port() {
        return endpoint().port();
    }

    default int managementPort() {
        return endpoint().management().getPort();
    }

    default String username() {
        return endpoint().username();
    }

    default String password() {
        return endpoint().password();
    }

    default ManagementApi management() {
        return endpoint().managementApi();
    }

    default String version() {
        return management().version();
    }

    default VirtualHost newVirtualHost() {
        return management().newVirtualHost();
    }
}
