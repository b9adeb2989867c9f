package io.logcast.producer.logs;

import io.logcast.model.wire.RoutingAttributes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clock, and the routing attributes as configured. */
final class ProducerBeans {

    private ProducerBeans() {}

    @Produces
    @Singleton
    static Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    static RoutingAttributes routingAttributes(
            @ConfigProperty(name = "logcast.routing-attributes") List<String> names) {
        return new RoutingAttributes(names);
    }
}
