package io.logcast.consumer.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.testing.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookConfigTest {

    private static final String NETWORKS = "logcast.webhooks.allowed-networks";

    private final Settings settings = new Settings(WebhookConfig.class, Map.of());

    @Test
    void deadlineIsASecondToFiveMinutes() {
        settings.assertTakes("logcast.webhooks.deadline", "1s", "5m");
        settings.assertRefuses("logcast.webhooks.deadline", "999ms", "6m", "15");
    }

    @Test
    void networksAreSeparatedByCommas() {
        assertThat(Settings.read(WebhookConfig.class, Map.of(NETWORKS, "10.1.0.0/16, fd00:1::/32"))
                        .allowedNetworks())
                .hasValueSatisfying(networks -> assertThat(networks).hasSize(2));
        assertThat(Settings.read(WebhookConfig.class, Map.of()).allowedNetworks())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3/16", "intranet", "10.0.0.0/8,*"})
    void aNetworkThatIsNoneKeepsTheServiceFromStarting(String networks) {
        assertThatThrownBy(() -> Settings.read(WebhookConfig.class, Map.of(NETWORKS, networks)))
                .hasStackTraceContaining(NETWORKS)
                .hasStackTraceContaining("must be networks such as 10.1.0.0/16");
    }
}
