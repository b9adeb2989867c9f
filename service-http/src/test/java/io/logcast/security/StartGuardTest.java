package io.logcast.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartGuardTest {

    private static final Map<String, String> ISSUER = Map.of("quarkus.oidc.auth-server-url", "https://id.example.com");

    @Test
    void wantsAnIssuer() {
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("QUARKUS_OIDC_AUTH_SERVER_URL")
                .hasMessageContaining("LOGCAST_SECURITY_AUTHENTICATION=none");
        assertThatCode(() -> start(ISSUER)).doesNotThrowAnyException();
        assertThatCode(() -> start(Map.of("logcast.security.authentication", "none")))
                .doesNotThrowAnyException();
    }

    @Test
    void wantsTheFileOfKeysWhereThereIsNoIssuer() {
        assertThatThrownBy(() -> start(Map.of("logcast.security.authentication", "keys")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LOGCAST_SECURITY_KEYS");
        assertThatCode(() -> start(Map.of(
                        "logcast.security.authentication", "keys", "logcast.security.keys", "/etc/logcast/keys")))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesKeysThatNobodyIsAskedFor() {
        assertThatThrownBy(() -> start(Map.of(
                        "logcast.security.authentication", "none", "logcast.security.keys", "/etc/logcast/keys")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LOGCAST_SECURITY_KEYS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq", "10.0.0.7", "127.example.com", "localhost.example.com"})
    void wantsAUserOfItsOwnAtABrokerElsewhere(String host) {
        assertThatThrownBy(() -> start(with("rabbitmq-host", host)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RABBITMQ_USERNAME")
                .hasMessageContaining("LOGCAST_SECURITY_ALLOW_GUEST=true");
        assertThatCode(() -> start(with("rabbitmq-host", host, "rabbitmq-username", "logcast")))
                .doesNotThrowAnyException();
        assertThatCode(() -> start(with("rabbitmq-host", host, "rabbitmq-password", "not guest")))
                .doesNotThrowAnyException();
        assertThatCode(() -> start(with("rabbitmq-host", host, "rabbitmq-password-file", "/etc/password")))
                .doesNotThrowAnyException();
        assertThatCode(() -> start(with("rabbitmq-host", host, "logcast.security.allow-guest", "true")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
    void letsGuestIntoABrokerOnThisMachine(String host) {
        assertThatCode(() -> start(with("rabbitmq-host", host))).doesNotThrowAnyException();
    }

    @Test
    void looksAtAllAddressesOfACluster() {
        assertThatCode(() -> start(with("rabbitmq-addresses", "127.0.0.1:5672, [::1]:5673")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> start(with("rabbitmq-addresses", "127.0.0.1:5672,rabbitmq-1:5672")))
                .isInstanceOf(ConfigurationException.class);
    }

    private static Map<String, String> with(String... settings) {
        var all = new HashMap<>(ISSUER);
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    private static void start(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SecurityConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test"))
                .build();
        StartGuard.check(config.getConfigMapping(SecurityConfig.class), config);
    }
}
