package io.logcast.producer.logs;

import io.logcast.testing.settings.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishConfigTest {

    private static final Settings SETTINGS =
            new Settings(PublishConfig.class, Map.of("logcast.publish.deadline", "5s"));

    @ParameterizedTest
    @CsvSource({
        "logcast.publish.max-in-flight, 1, 1000000",
        "logcast.publish.max-in-flight-size, 64K, 64G",
        "logcast.publish.max-message-events, 1, 10000",
        "logcast.publish.max-message-size, 1, 1M"
    })
    void takesBothEndsOfARange(String name, String least, String most) {
        SETTINGS.assertTakes(name, least, most);
    }

    @ParameterizedTest
    @CsvSource({"logcast.publish.max-in-flight-size, 0, 65G", "logcast.publish.max-message-size, 0, 2M"})
    void refusesWhatLiesOutsideAndNamesTheSetting(String name, String below, String above) {
        SETTINGS.assertRefuses(name, below, above, "-1");
    }
}
