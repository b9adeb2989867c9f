package io.logcast.local.rabbitmq;

import io.logcast.local.process.LocalProcessException;

/** A virtual host that is deleted with all its contents when it is closed. */
public record VirtualHost(BrokerEndpoint endpoint, ManagementApi management) implements AutoCloseable {

    public String name() {
        return endpoint.virtualHost();
    }

    /** Throws {@link LocalProcessException} if the broker does not delete it. */
    @Override
    public void close() {
        management.delete("/api/vhosts/" + ManagementApi.encoded(name()));
    }
}
