package io.logcast.local.rabbitmq;

import java.util.List;

/**
 * Where a node of a cluster runs.
 *
 * @param address an IPv4 address that the node listens on, alone
 * @param launcher the beginning of a command line that runs the rest of it there; empty for this machine itself
 */
public record NodePlace(String address, List<String> launcher) {

    /** This machine, on the loopback interface. */
    public static final NodePlace HERE = new NodePlace("127.0.0.1", List.of());

    public NodePlace {
        launcher = List.copyOf(launcher);
    }

    /** What Erlang calls it. */
    String host() {
        return isLoopback() ? "localhost" : address;
    }

    /** Whether RabbitMQ takes a connection to it for one of its own machine. */
    boolean isLoopback() {
        return address.equals(HERE.address);
    }
}
