package io.logcast.rabbitmq.connector;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

/** The attributes set for the whole connector, for those of its parts that are not channels, such as request clients. */
final class ConnectorAttributes {

    private static final String PREFIX = ConnectorFactory.CONNECTOR_PREFIX + RabbitConnector.NAME + ".";

    private ConnectorAttributes() {}

    /** The attributes {@code mp.messaging.connector.logcast-rabbitmq.*}, as if they were set for a channel of this name. */
    static Config under(String name) {
        var config = ConfigProvider.getConfig();
        var attributes = new HashMap<>(Map.of(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, name));
        for (var property : config.getPropertyNames()) {
            if (property.startsWith(PREFIX)) {
                config.getOptionalValue(property, String.class)
                        .ifPresent(value -> attributes.put(property.substring(PREFIX.length()), value));
            }
        }
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(attributes, name, 100))
                .build();
    }
}
