package io.logcast.producer.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                " Text/JSON ; charset=utf-8",
                "application/problem+json;a=\"/xml\"",
                "a/json;"
            })
    void knowsJson(String type) {
        assertThat(of(type).hasJson()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", "json", "text/plain", "application/jsonl", "text/plain;a=/json", "a/json b"})
    void knowsWhatIsNotJson(String type) {
        assertThat(of(type).hasJson()).isFalse();
    }

    /** A pattern that tries to match from each blank would take hours. */
    @Test
    @Timeout(60)
    void readsAContentTypeOfAnyLengthOnce() {
        assertThat(of(" ".repeat(2_000_000) + "x").hasJson()).isFalse();
        assertThat(of("/json".repeat(400_000) + "x").hasJson()).isFalse();
    }

    private static CloudEvent of(String contentType) {
        return new CloudEvent(Map.of("specversion", "1.0", "datacontenttype", contentType), null, new byte[0]);
    }
}
