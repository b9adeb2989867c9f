package io.logcast.rabbitmq.health;

import io.logcast.rabbitmq.connector.RabbitConnector;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * The health group {@code broker}: up while every consumer is registered and every publisher can publish. Its data also
 * names queues whose limits on the broker differ from the configured ones.
 */
@ApplicationScoped
@HealthGroup("broker")
public class BrokerHealth implements HealthCheck {

    @Inject
    @Connector(RabbitConnector.NAME)
    RabbitConnector connector;

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("RabbitMQ").up();
        for (var channel : connector.channels()) {
            response.withData(channel.channel(), channel.role() + (channel.up() ? " up" : " down"));
            if (!channel.up()) {
                response.down();
            }
        }
        connector.deviations().forEach((queue, text) -> response.withData("queue " + queue, text));
        return response.build();
    }
}
