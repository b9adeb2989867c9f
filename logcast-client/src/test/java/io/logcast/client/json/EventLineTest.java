package io.logcast.client.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventLineTest {

    private static final UUID ID = UUID.fromString("0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60");
    private static final Instant TIME = Instant.parse("2026-01-31T23:59:59.123456789Z");
    private static final int LIMIT = 64 << 10;

    @Test
    void writesEveryFieldAsItIs() throws Exception {
        // When
        var event = read(new EventLine(ID, TIME)
                .field("severity", "WARN")
                .message("a \"quoted\" \\ line\nbreak\t\u0001 ü 😀")
                .attribute("text", "x")
                .attribute("long", 1L)
                .attribute("double", 2.5)
                .attribute("not a number", Double.NaN)
                .attribute("flag", true)
                .attribute("nothing", null)
                .attribute("object", TIME));
        // Then
        assertThat(event.get("id").asText()).isEqualTo(ID.toString());
        assertThat(event.get("timestamp").asText()).isEqualTo("2026-01-31T23:59:59.123456789Z");
        assertThat(event.get("severity").asText()).isEqualTo("WARN");
        assertThat(event.get("message").asText()).isEqualTo("a \"quoted\" \\ line\nbreak\t\u0001 ü 😀");
        assertThat(event.get("attributes").toString())
                .isEqualTo("{\"text\":\"x\",\"long\":1,\"double\":2.5,\"not a number\":\"NaN\",\"flag\":true,"
                        + "\"nothing\":null,\"object\":\"2026-01-31T23:59:59.123456789Z\"}");
    }

    @Test
    void isOneLineWithoutWhatNoEventMayHave() throws Exception {
        // Given
        var everything = new StringBuilder();
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            everything.append(c);
        }
        // When
        var line = new EventLine(ID, TIME)
                .message(everything.substring(0, 2_000))
                .attribute("surrogates", everything.substring(0xD7F0, 0xE010))
                .attribute("half", "\uD83D")
                .toBytes();
        // Then
        assertThat(new String(line, StandardCharsets.UTF_8)).doesNotContain("\n", "\r", "\u0000", "\\u0000");
        var event = new ObjectMapper().readTree(line);
        assertThat(event.get("message").asText()).isEqualTo("\uFFFD" + everything.substring(1, 2_000));
        assertThat(event.get("attributes").get("half").asText()).isEqualTo("\uFFFD");
    }

    @Test
    void cutsWhatNoEventCanHoldAndSaysSo() throws Exception {
        // When
        var event = read(new EventLine(ID, TIME)
                .message("😀".repeat(LIMIT))
                .attribute("first", "ü".repeat(20_000))
                .attribute("second", "\n".repeat(LIMIT))
                .attribute("third", "left"));
        // Then
        var message = event.get("message").asText();
        assertThat(message.getBytes(StandardCharsets.UTF_8).length).isBetween(LIMIT / 2, LIMIT);
        assertThat(message).endsWith("😀");
        var attributes = event.get("attributes");
        assertThat(attributes.get("first").asText()).hasSize(20_000);
        assertThat(attributes.get("second").asText()).hasSizeBetween(5_000, LIMIT - 40_000);
        assertThat(attributes.get("logcast.truncated").asBoolean()).isTrue();
    }

    @Test
    void namesThatOccurTwiceAreBothKept() throws Exception {
        // When
        var event = read(new EventLine(ID, TIME)
                .message("")
                .attribute("a", 1)
                .attribute("a", 2)
                .attribute("", 3)
                .attribute("n".repeat(257), 4));
        // Then
        assertThat(event.get("attributes").toString())
                .isEqualTo("{\"a\":1,\"a.original\":2,\"_\":3,\"logcast.truncated\":true}");
    }

    private static JsonNode read(EventLine line) throws IOException {
        return new ObjectMapper().readTree(line.toBytes());
    }
}
