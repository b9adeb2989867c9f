package io.logcast.consumer.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.testing.settings.Settings;
import io.quarkus.runtime.StartupEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With every configuration that the service starts with, a subscription with default values can be made. */
class SubscriptionConfigTest {

    private static final String PREFIX = "logcast.subscriptions.";

    @ParameterizedTest
    @CsvSource({
        "ack-deadline, 500ms",
        "ack-deadline, 1h",
        "ttl, 31d",
        "ttl, 1s",
        "expires, 31d",
        "hold-time, 1s",
        "max-size, 1023",
        "max-size, 2T",
        "max-size, much",
        "max-total-size, 0",
        "max-held-size, 1K"
    })
    void refusesWhatNoSubscriptionMayHave(String setting, String value) {
        assertThatThrownBy(() -> config(Map.of(PREFIX + setting, value)))
                .hasMessageContaining(PREFIX + setting)
                .hasMessageContaining("from");
    }

    @ParameterizedTest
    @CsvSource({
        "ack-deadline, 1s",
        "ack-deadline, 10m",
        "ttl, 1m",
        "ttl, 30d",
        "expires, 1m",
        "expires, 30d",
        "max-size, 1K",
        "max-size, 1T",
        "max-held-size, 1M"
    })
    void makesASubscriptionAtEachEndOfItsRange(String setting, String value) {
        // When
        var config = config(Map.of(PREFIX + setting, value));
        // Then
        Subscriptions.check(new StartupEvent(), config);
        for (var durable : new boolean[] {true, false}) {
            var made = new SubscriptionRequest(null, durable, null, null, null, null, null, null, null)
                    .named("name", config);
            made.checkMaxima(config);
        }
    }

    @Test
    void namesBothTimesThatDoNotFit() {
        // When
        var config = config(Map.of(PREFIX + "hold-time", "12s"));
        // Then
        assertThat(config.ackDeadline()).isGreaterThan(config.longestAckDeadline());
        assertThatThrownBy(() -> Subscriptions.check(new StartupEvent(), config))
                .hasMessageContaining("LOGCAST_SUBSCRIPTIONS_ACK_DEADLINE must be at most 6s")
                .hasMessageContaining("LOGCAST_SUBSCRIPTIONS_HOLD_TIME");
    }

    private static SubscriptionConfig config(Map<String, String> settings) {
        return Settings.read(SubscriptionConfig.class, settings);
    }
}
