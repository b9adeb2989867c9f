package io.logcast.producer.logs;

import io.logcast.model.wire.RoutingAttributes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The routing attributes as configured. */
final class ProducerBeans {

    private ProducerBeans() {}

    @Produces
    @Singleton
    static RoutingAttributes routingAttributes(
            @ConfigProperty(name = "logcast.routing-attributes") List<String> names) {
        return new RoutingAttributes(names);
    }
}
