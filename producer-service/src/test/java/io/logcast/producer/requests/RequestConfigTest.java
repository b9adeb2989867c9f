package io.logcast.producer.requests;

import io.logcast.testing.settings.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestConfigTest {

    private static final Settings SETTINGS = new Settings(RequestConfig.class, Map.of());

    @ParameterizedTest
    @CsvSource({
        "logcast.requests.max-body-size, 1K, 1G",
        "logcast.requests.max-line-size, 1024, 1073741824",
        "logcast.requests.max-elements, 1, 10000000",
        "logcast.requests.max-in-flight, 1, 1000000",
        "logcast.requests.max-uploads, 1, 1000000",
        "logcast.requests.max-in-flight-size, 64K, 64G"
    })
    void takesBothEndsOfARange(String name, String least, String most) {
        SETTINGS.assertTakes(name, least, most);
    }

    @ParameterizedTest
    @CsvSource({
        "logcast.requests.max-body-size, 0, 3G",
        "logcast.requests.max-line-size, 1023, 99999999Y",
        "logcast.requests.max-in-flight-size, 63K, 65G"
    })
    void refusesWhatLiesOutsideAndNamesTheSetting(String name, String below, String above) {
        SETTINGS.assertRefuses(name, below, above, "-1");
    }
}
