package io.logcast.client.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SenderSettingsTest {

    @Test
    void keepsTheQueryAndAPath() {
        assertThat(SenderSettings.to(URI.create("http://logs:8080?source=a%20b"))
                        .endpoint())
                .isEqualTo(URI.create("http://logs:8080/api/v1/logs?source=a%20b"));
        assertThat(SenderSettings.to(URI.create("https://logs/")).endpoint())
                .isEqualTo(URI.create("https://logs/api/v1/logs"));
        assertThat(SenderSettings.to(URI.create("https://logs/behind/a/proxy")).endpoint())
                .isEqualTo(URI.create("https://logs/behind/a/proxy"));
    }

    @Test
    void namesTheSettingThatIsWrong() {
        var settings = SenderSettings.to(URI.create("http://localhost:8080"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SenderSettings.to(URI.create("localhost:8080")))
                .withMessageStartingWith("url: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withKey("two words"))
                .withMessageStartingWith("key: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageStartingWith("connectTimeout: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withBackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageStartingWith("maxBackOff: ");
    }
}
