package io.logcast.security.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer key",
                "bearer  key",
                "Splunk key",
                "ApiKey key",
                "Basic YW55OmtleQ==",
                "ApiKey YW55OmtleQ=="
            })
    void readsTheKeyOfEachScheme(String header) {
        assertThat(PresentedKey.of(header).orElseThrow().readings()).contains("key");
    }

    @Test
    void aKeyMayHaveColons() {
        assertThat(PresentedKey.of("Basic " + base64("any:a:b")).orElseThrow().readings())
                .containsExactly("a:b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic key", "Basic %%%"})
    void findsNoneInABrokenPassword(String header) {
        assertThat(PresentedKey.of(header).orElseThrow().readings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Digest key", "key"})
    void leavesOtherSchemes(String header) {
        assertThat(PresentedKey.of(header)).isEmpty();
    }

    @Test
    void doesNotShowTheKey() {
        assertThat(PresentedKey.of("Splunk key").orElseThrow()).hasToString("SPLUNK");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
