package io.logcast.local.rabbitmq;

import java.util.List;

/**
 * Where a node of a cluster runs.
 *
 * @param address the only IPv4 address that the node listens on
 * @param launcher a command that runs the command after it in that place; empty for this machine itself
 */
public record NodePlace(String address, List<String> launcher) {

    /** This machine, on the loopback interface. */
    public static final NodePlace HERE = new NodePlace("127.0.0.1", List.of());

    public NodePlace {
        launcher = List.copyOf(launcher);
    }

    /** The host part of the node's name in Erlang. */
    String host() {
        return isLoopback() ? "localhost" : address;
    }

    /** Whether RabbitMQ treats connections to it as local ones. */
    boolean isLoopback() {
        return address.equals(HERE.address);
    }
}
