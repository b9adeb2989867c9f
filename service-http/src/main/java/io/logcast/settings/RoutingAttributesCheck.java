package io.logcast.settings;

import io.logcast.model.wire.RoutingAttributes;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with routing attributes that cannot be message headers. */
final class RoutingAttributesCheck {

    private RoutingAttributesCheck() {}

    /** @throws ConfigurationException naming the setting and the attribute */
    static void check(
            @Observes StartupEvent starting, @ConfigProperty(name = "logcast.routing-attributes") List<String> names) {
        try {
            new RoutingAttributes(names);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("LOGCAST_ROUTING_ATTRIBUTES: " + e.getMessage(), e);
        }
    }
}
