package io.logcast.local.rabbitmq;

import java.net.URI;

/** A broker's addresses and the user to connect as. {@code management} is the base URI of the management HTTP API. */
public record BrokerEndpoint(
        String host, int port, URI management, String username, String password, String virtualHost) {

    public BrokerEndpoint withVirtualHost(String name) {
        return new BrokerEndpoint(host, port, management, username, password, name);
    }

    public ManagementApi managementApi() {
        return new ManagementApi(this);
    }
}
