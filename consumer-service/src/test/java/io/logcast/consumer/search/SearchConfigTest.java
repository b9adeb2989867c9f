package io.logcast.consumer.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.testing.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SearchConfigTest {

    private static final String TIME_BUDGET = "logcast.search.time-budget";
    private static final String SOCKET_TIMEOUT =
            "quarkus.datasource.search.jdbc.additional-jdbc-properties.socketTimeout";

    @Test
    void refusesATimeBudgetThatItsConnectionsDoNotLastFor() {
        var settings = new Settings(SearchConfig.class, Map.of());
        settings.assertTakes(TIME_BUDGET, "10ms", "2s", "20s");
        settings.assertRefuses(TIME_BUDGET, "9ms", "21s", "1h");
    }

    @Test
    void theLongestSearchEndsBeforeItsConnectionIsGivenUp() throws Exception {
        // Given
        var shipped = new Properties();
        try (var file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            shipped.load(file);
        }
        // When
        var longest =
                Settings.read(SearchConfig.class, Map.of(TIME_BUDGET, "20s")).timeBudget();
        // Then
        assertThat(longest).isLessThan(Duration.ofSeconds(Long.parseLong(shipped.getProperty(SOCKET_TIMEOUT))));
    }
}
