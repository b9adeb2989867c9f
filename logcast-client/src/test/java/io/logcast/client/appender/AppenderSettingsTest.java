package io.logcast.client.appender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppenderSettingsTest {

    @Test
    void needsAUrlAndADirectoryAlone() {
        var settings = required()
                .key(null)
                .source(null)
                .spoolSize(null)
                .queueSize(null)
                .stopTimeout(null);
        assertThatCode(settings::check).doesNotThrowAnyException();
        assertThat(settings.outbox().spoolBytes()).isEqualTo(256L << 20);
        assertThat(settings.outbox().queueBytes()).isEqualTo(16L << 20);
        assertThat(settings.stopLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.source()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4194304,  4194304",
        "4194304B, 4194304",
        "4096 kb,  4194304",
        "4MB,      4194304",
        "1gb,      1073741824",
        "1024 GB,  1099511627776"
    })
    void readsSizes(String text, long bytes) {
        assertThat(required().spoolSize(text).outbox().spoolBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "0 seconds,         0",
        "1 second,          1000",
        "250ms,             250",
        "1500 Milliseconds, 1500",
        "2 s,               2000",
        "5 minutes,         300000",
        "1m,                60000"
    })
    void readsTimes(String text, long millis) {
        assertThat(required().stopTimeout(text).stopLimit()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "4TB, 'spoolSize: must be like 256MB, but is 4TB'",
        "-1, 'spoolSize: must be like 256MB, but is -1'",
        "'', 'spoolSize: must be like 256MB, but is '",
        "1KB, 'spoolSize: must be 4194304 to 1099511627776 bytes, but is 1024'",
        "999999999999999999GB, 'spoolSize: must be 4194304 to 1099511627776 bytes, but is 9223372036854775807'",
    })
    void refusesOtherSizes(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(required().spoolSize(text)::check)
                .withMessage(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 'stopTimeout: must be like 5 seconds, but is 5'",
        "-5 s, 'stopTimeout: must be like 5 seconds, but is -5 s'",
        "1 hour, 'stopTimeout: must be 0 to 5 minutes, but is 1 hour'",
        "301 s, 'stopTimeout: must be 0 to 5 minutes, but is 301 s'",
    })
    void refusesOtherTimes(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(required().stopTimeout(text)::check)
                .withMessage(complaint);
    }

    @Test
    void neverShowsThePasswordInAUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(required().url("http://user:secret@a b")::check)
                .withMessageStartingWith("url: Illegal character")
                .withMessageNotContaining("secret");
    }

    private static AppenderSettings required() {
        return new AppenderSettings().url(" http://localhost:8080 ").spoolDirectory("spool");
    }
}
