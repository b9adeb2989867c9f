package io.logcast.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.cli.files.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEncoderTest {

    private static final String ID = "0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aLineOfTextIsAMessageWithTheIdOfItsFileAndOffset() {
        var event = one("Card declined", 7);

        assertThat(event.path("message").asText()).isEqualTo("Card declined");
        var id = UUID.fromString(event.path("id").asText());
        assertThat(id.version()).isEqualTo(5);
        assertThat(one("Card declined", 7)).isEqualTo(event);
        assertThat(one("Card declined", 8).path("id")).isNotEqualTo(event.path("id"));
        assertThat(parsed(encode(true, "another", 7, "Card declined")).get(0).path("id"))
                .isNotEqualTo(event.path("id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"msg\":\"x\",\"n\":1.50}",
                "  { \"msg\" : \"x\" , \"n\":1.50 } ",
                "{\"id\":17,\"msg\":\"x\",\"n\":1.50}"
            })
    void anObjectGetsAnIdInFrontAndStaysAsItIs(String line) {
        var json = new String(encode(true, "file", 0, line).get(0).json(), StandardCharsets.UTF_8);

        assertThat(json).startsWith("{\"id\":\"").endsWith(line.substring(line.indexOf('{') + 1));
        assertThat(json).contains(one("x", 0).path("id").asText());
    }

    @Test
    void anEmptyObjectGetsNothingButAnId() {
        assertThat(one("{ }", 0).size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"msg\":\"x\",\"id\":\"" + ID + "\"}", "{\"ID\":\"" + ID + "\"}"})
    void anObjectThatHasAnIdKeepsIt(String line) {
        assertThat(new String(encode(true, "file", 0, line).get(0).json(), StandardCharsets.UTF_8))
                .isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"msg\":\"x\"", "{\"msg\":\"x\"} and more", "[1]", "17", "{", "{msg}"})
    void anythingElseIsText(String line) {
        assertThat(one(line, 0).path("message").asText()).isEqualTo(line);
    }

    @Test
    void asTextAnObjectIsAMessage() {
        var event = parsed(encode(false, "file", 0, "{\"msg\":\"x\"}")).get(0);

        assertThat(event.path("message").asText()).isEqualTo("{\"msg\":\"x\"}");
    }

    @Test
    void whatIsNotUtf8AndNulAreReplaced() {
        var events = new EventEncoder(true).encode("file", new Line(0, new byte[] {'a', 0, (byte) 0xFF, 'b'}));

        assertThat(parsed(events).get(0).path("message").asText()).isEqualTo("a\uFFFD\uFFFDb");
    }

    @Test
    void aLineThatIsTooLongForOneEventIsSeveral() {
        for (var text :
                List.of("x".repeat(200_000), "€".repeat(50_000), "\u0001".repeat(60_000), "😀".repeat(30_000))) {
            var events = encode(true, "file", 0, text);

            assertThat(events)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(event -> assertThat(event.json()).hasSizeLessThan(200_000));
            var parsed = parsed(events);
            assertThat(String.join(
                            "",
                            parsed.stream()
                                    .map(event -> event.path("message").asText())
                                    .toList()))
                    .isEqualTo(text);
            assertThat(parsed)
                    .allSatisfy(
                            event -> assertThat(event.path("message").asText().getBytes(StandardCharsets.UTF_8))
                                    .hasSizeLessThanOrEqualTo(64 * 1024));
            assertThat(parsed.stream().map(event -> event.path("id").asText())).doesNotHaveDuplicates();
            assertThat(parsed.get(1).at("/attributes/log.part").asInt()).isEqualTo(2);
        }
    }

    private static JsonNode one(String line, long offset) {
        return parsed(encode(true, "file", offset, line)).get(0);
    }

    private static List<EventLine> encode(boolean takesJson, String file, long offset, String line) {
        return new EventEncoder(takesJson).encode(file, new Line(offset, line.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<JsonNode> parsed(List<EventLine> events) {
        return events.stream().map(EventEncoderTest::parsed).toList();
    }

    private static JsonNode parsed(EventLine event) {
        try {
            return JSON.readTree(event.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
