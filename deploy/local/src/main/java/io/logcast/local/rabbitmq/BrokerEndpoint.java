package io.logcast.local.rabbitmq;

import java.net.URI;

/** Where a broker is, and as whom to use it. {@code management} is the base URI of the management HTTP API. */
public record BrokerEndpoint(
        String host, int port, URI management, String username, String password, String virtualHost) {

    public BrokerEndpoint withVirtualHost(String name) {
        return new BrokerEndpoint(host, port, management, username, password, name);
    }

    public ManagementApi managementApi() {
        return new ManagementApi(this);
    }
}
