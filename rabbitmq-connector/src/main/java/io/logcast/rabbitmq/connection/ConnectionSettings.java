package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.Address;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where to connect, and how. Channels with equal settings can share a connection.
 *
 * @param tls the attributes for TLS
 * @param heartbeat the time between two heartbeats
 * @param checkEvery the time between two checks of what the channels need on the broker
 * @param longestPause the longest time between two attempts to connect
 */
public record ConnectionSettings(
        List<Address> addresses,
        Credential username,
        Credential password,
        String virtualHost,
        TlsAttributes tls,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration rpcTimeout,
        Duration heartbeat,
        Duration checkEvery,
        Duration longestPause) {

    public static ConnectionSettings of(ChannelAttributes attributes) {
        return new ConnectionSettings(
                addresses(attributes),
                Credential.of(attributes, "username"),
                Credential.of(attributes, "password"),
                attributes.text("virtual-host"),
                TlsAttributes.of(attributes),
                attributes.millis("connection-timeout"),
                attributes.millis("handshake-timeout"),
                attributes.millis("rpc-timeout"),
                Duration.ofSeconds(attributes.number("requested-heartbeat", 0, 65535)),
                attributes.millis("topology-check-interval"),
                attributes.millis("reconnect-delay-max"));
    }

    private static List<Address> addresses(ChannelAttributes attributes) {
        int port = attributes.number("port", 1, 65535);
        return attributes
                .find("addresses")
                .map(list -> Stream.of(Address.parseAddresses(list)))
                .orElseGet(() -> Stream.of(new Address(attributes.text("host"), port)))
                .map(address -> address.getPort() > 0 ? address : new Address(address.getHost(), port))
                .toList();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return addresses + virtualHost + " as " + (username.inFile() ? username : username.value());
    }
}
