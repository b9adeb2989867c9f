package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.local.ServiceProcess;
import io.logcast.testing.TestDatabase;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that the built services refuse to start with. No broker is needed for this. */
class ProductionStartIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void theProducerWantsAnIssuer() {
        assertThatThrownBy(() -> start("producer-service", Map.of("LOGCAST_SECURITY_AUTHENTICATION", "oidc")))
                .hasMessageContaining("ended with status 1")
                .hasMessageContaining("set QUARKUS_OIDC_AUTH_SERVER_URL")
                .hasMessageContaining("LOGCAST_SECURITY_AUTHENTICATION=none");
    }

    @Test
    void theConsumerWantsAUserOfItsOwnAtABrokerElsewhere() {
        var database = TestDatabase.get();
        var environment = Map.of(
                "RABBITMQ_HOST", "broker.invalid",
                "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.username(),
                "QUARKUS_DATASOURCE_PASSWORD", database.password());
        assertThatThrownBy(() -> start("consumer-service", environment))
                .hasMessageContaining("ended with status 1")
                .hasMessageContaining("set RABBITMQ_USERNAME and RABBITMQ_PASSWORD")
                .hasMessageContaining("LOGCAST_SECURITY_ALLOW_GUEST=true");
    }

    /** One for each service; {@link SettingsIT} asks each setting's range. */
    @ParameterizedTest
    @CsvSource({
        "producer-service, LOGCAST_PUBLISH_DEADLINE, 5",
        "consumer-service, LOGCAST_SEARCH_TIME_BUDGET, 21s",
    })
    void aTimeHasAUnitAndARange(String module, String setting, String value) {
        assertThatThrownBy(() -> start(module, Map.of(setting, value)))
                .hasMessageContaining("ended with status 1")
                .hasMessageContaining(setting.toLowerCase(Locale.ROOT).substring(0, "logcast".length()))
                .hasMessageContaining("must be a whole number with a unit (ms, s, m, h or d), from ");
    }

    @Test
    void aRetentionBelowADayHasToBeMeant() {
        var database = TestDatabase.get();
        var environment = Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.username(),
                "QUARKUS_DATASOURCE_PASSWORD", database.password(),
                "LOGCAST_ARCHIVE_RETENTION", "30m");
        assertThatThrownBy(() -> start("consumer-service", environment))
                .hasMessageContaining("ended with status 1")
                .hasMessageContaining("set LOGCAST_ARCHIVE_RETENTION to 1d or more")
                .hasMessageContaining("LOGCAST_ARCHIVE_ALLOW_SHORT_RETENTION=true");
    }

    private static void start(String module, Map<String, String> environment) {
        ServiceProcess.of(module)
                .named(module + "-refused")
                .env(environment)
                .startAndAwaitReady(PATIENCE)
                .close();
    }
}
