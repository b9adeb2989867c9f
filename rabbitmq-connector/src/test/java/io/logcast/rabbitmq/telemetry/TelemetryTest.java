package io.logcast.rabbitmq.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

    private static final String OF_OPENTELEMETRY = "otel.sdk.disabled";
    private static final String OF_QUARKUS = "quarkus.otel.sdk.disabled";

    @AfterEach
    void forget() {
        System.clearProperty(OF_OPENTELEMETRY);
        System.clearProperty(OF_QUARKUS);
    }

    @Test
    void isEnabledUnlessAPropertyDisablesIt() {
        System.setProperty(OF_QUARKUS, "false");
        assertThat(Telemetry.isDisabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {OF_OPENTELEMETRY, OF_QUARKUS})
    void isDisabledByEitherProperty(String property) {
        // When
        System.setProperty(property, "true");
        // Then
        assertThat(Telemetry.isDisabled()).isTrue();
    }
}
