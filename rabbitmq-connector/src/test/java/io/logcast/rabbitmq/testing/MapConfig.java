package io.logcast.rabbitmq.testing;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Makes configurations from maps. */
public final class MapConfig {

    private MapConfig() {}

    public static Config of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }

    /** A configuration as a connector gets it: attributes by their plain names. */
    public static Config ofChannel(String channel, Map<String, String> attributes) {
        var all = new HashMap<>(attributes);
        all.put("channel-name", channel);
        return of(all);
    }
}
