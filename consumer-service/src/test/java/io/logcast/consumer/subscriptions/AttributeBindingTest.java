package io.logcast.consumer.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.subscriptions.AttributeBinding.Match;
import io.logcast.model.wire.Route;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeBindingTest {

    @Test
    void valuesAreComparedWithTheirType() {
        assertThat(matches(1, 1L)).isTrue();
        assertThat(matches(1L, 1.0)).isFalse();
        assertThat(matches(1.0, 1.0)).isTrue();
        assertThat(matches(0.0, -0.0)).isFalse();
        assertThat(matches(1L, "1")).isFalse();
        assertThat(matches("true", true)).isFalse();
    }

    private static boolean matches(Object wanted, Object value) {
        return new AttributeBinding(Map.of("tenant", wanted), Match.ALL)
                .matches(new Route("source", "info", Map.of("tenant", value)));
    }
}
