package io.logcast.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingAttributesCheckTest {

    @Test
    void namesTheSettingAndTheAttributeThatIsRefused() {
        assertThatThrownBy(() -> RoutingAttributesCheck.check(new StartupEvent(), List.of("tenant", "events")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("LOGCAST_ROUTING_ATTRIBUTES: 'events' is reserved and cannot be a routing attribute");
        assertThatCode(() -> RoutingAttributesCheck.check(new StartupEvent(), List.of("tenant", "env")))
                .doesNotThrowAnyException();
    }
}
