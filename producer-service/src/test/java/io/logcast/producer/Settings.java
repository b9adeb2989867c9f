package io.logcast.producer;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** The settings of a mapping, read and validated as at the start. */
public final class Settings {

    private Settings() {}

    /** @param others of which the mapping has no defaults */
    public static void check(Class<?> mapping, String name, String value, Map<String, String> others) {
        var settings = new HashMap<>(others);
        settings.put(name, value);
        new SmallRyeConfigBuilder()
                .addDiscoveredValidator()
                .withMapping(mapping)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
