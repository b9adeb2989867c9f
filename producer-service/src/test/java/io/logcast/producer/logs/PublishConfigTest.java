package io.logcast.producer.logs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.producer.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishConfigTest {

    private static final Map<String, String> OTHERS = Map.of("logcast.publish.deadline", "5s");

    @ParameterizedTest
    @CsvSource({
        "logcast.publish.max-in-flight, 1, 1000000",
        "logcast.publish.max-in-flight-size, 64K, 64G",
        "logcast.publish.max-message-events, 1, 10000",
        "logcast.publish.max-message-size, 1, 1M"
    })
    void takesBothEndsOfARange(String name, String least, String most) {
        assertThatCode(() -> check(name, least)).doesNotThrowAnyException();
        assertThatCode(() -> check(name, most)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"logcast.publish.max-in-flight-size, 0, 65G", "logcast.publish.max-message-size, 0, 2M"})
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
        Settings.check(PublishConfig.class, name, value, OTHERS);
    }
}
