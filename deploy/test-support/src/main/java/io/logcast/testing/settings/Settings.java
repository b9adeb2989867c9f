package io.logcast.testing.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a mapping.
 *
 * @param others values for properties without a default
 */
public record Settings(Class<?> mapping, Map<String, String> others) {

    /** The mapping, read and validated as at the service's start. */
    public static <T> T read(Class<T> mapping, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredValidator()
                .withMapping(mapping)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(mapping);
    }

    /** The service starts with each of the values. */
    public void assertTakes(String setting, String... values) {
        for (var value : values) {
            assertThatCode(() -> readWith(setting, value)).doesNotThrowAnyException();
        }
    }

    /** The service starts with none of the values; its error names the setting and what is allowed. */
    public void assertRefuses(String setting, String... values) {
        for (var value : values) {
            assertThatThrownBy(() -> readWith(setting, value))
                    .isNotInstanceOf(ArithmeticException.class)
                    .hasMessageContaining(setting)
                    .hasMessageMatching(
                            "(?s).*(must be .* from \\w+ to \\w+|must be (greater|less) than or equal to \\d+).*");
        }
    }

    private void readWith(String setting, String value) {
        var settings = new HashMap<>(others);
        settings.put(setting, value);
        var unused = read(mapping, settings);
    }
}
