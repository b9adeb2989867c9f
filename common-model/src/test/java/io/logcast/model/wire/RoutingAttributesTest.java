package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.aFullEvent;
import static io.logcast.model.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingAttributesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "severity",
                "source",
                "events",
                "traceparent",
                "tracestate",
                "baggage",
                "CC",
                "BCC",
                "x-match",
                "x-death",
                "",
                " "
            })
    void refusesNamesThatTheWireFormatOrRabbitMqUses(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutingAttributes(List.of("tenant", name)))
                .withMessage("'" + name + "' is reserved and cannot be a routing attribute");
    }

    @Test
    void refusesNamesThatAmqpCannotCarry() {
        assertThat(new RoutingAttributes(List.of("n".repeat(255))).names()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new RoutingAttributes(List.of("n".repeat(256))));
        assertThatIllegalArgumentException().isThrownBy(() -> new RoutingAttributes(List.of("é".repeat(128))));
    }

    @Test
    void areSortedAndCountedOnce() {
        // When
        var attributes = new RoutingAttributes(List.of("tenant", "env", "tenant"));

        // Then
        assertThat(attributes.names()).containsExactly("env", "tenant");
        assertThat(attributes.contains("env")).isTrue();
        assertThat(attributes.contains("user")).isFalse();
    }

    @Test
    void takeFromAnEventWhatTheBrokerCanRouteBy() {
        // Given
        var attributes = new RoutingAttributes(
                List.of("tenant", "retry", "largest", "ratio", "nothing", "list", "größe 😀", "absent"));

        // When
        var values = attributes.of(aFullEvent().build());

        // Then
        assertThat(values).isEqualTo(Map.of("tenant", "acme", "retry", true, "largest", Long.MAX_VALUE, "ratio", 0.25));
    }

    @Test
    void takeNothingFromAnEventWithoutAttributes() {
        assertThat(new RoutingAttributes(List.of("tenant")).of(event())).isEmpty();
    }

    @Test
    void areNoneIfNoneIsConfigured() {
        assertThat(new RoutingAttributes(List.of()).of(aFullEvent().build())).isEmpty();
    }
}
