package io.logcast.producer.requests;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.producer.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestConfigTest {

    private static final Map<String, String> OTHERS = Map.of();

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
        assertThatCode(() -> check(name, least)).doesNotThrowAnyException();
        assertThatCode(() -> check(name, most)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "logcast.requests.max-body-size, 0, 3G",
        "logcast.requests.max-line-size, 1023, 99999999Y",
        "logcast.requests.max-in-flight-size, 63K, 65G"
    })
    void refusesWhatLiesOutsideAndNamesTheSetting(String name, String below, String above) {
        for (var value : new String[] {below, above, "-1"}) {
            assertThatThrownBy(() -> check(name, value))
                    .isNotInstanceOf(ArithmeticException.class)
                    .hasMessageContaining(name)
                    .hasMessageMatching(
                            "(?s).*(must be .* from \\w+ to \\w+|must be (greater|less) than or equal to \\d+).*");
        }
    }

    private static void check(String name, String value) {
        Settings.check(RequestConfig.class, name, value, OTHERS);
    }
}
