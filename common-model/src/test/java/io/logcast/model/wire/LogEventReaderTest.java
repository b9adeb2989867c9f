package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.ID;
import static io.logcast.model.LogEventFixtures.OBSERVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogEventReaderTest {

    @Test
    void fillsInWhatTheClientLeftOut() {
        // When
        var event = read("{'message':'Hello World!'}");

        // Then
        assertThat(event)
                .isEqualTo(new LogEvent(
                        ID, null, OBSERVED, Severity.INFO, "unknown", "Hello World!", Map.of(), null, null));
    }

    @Test
    void takesNullForAbsent() {
        // When
        var event = read("""
                {'id':null,'timestamp':null,'observed_timestamp':null,'severity':null,'source':null,
                 'message':'Hello World!','attributes':null,'trace_id':null,'span_id':null}""");

        // Then
        assertThat(event).isEqualTo(read("{'message':'Hello World!'}"));
    }

    @Test
    void readsEveryField() {
        // When
        var event = read("""
                {'id':'0198F0C4-7D1E-7A50-8F0A-3B5C2D1E4F61','timestamp':'2026-02-01T00:59:59.5+01:00','severity':'warn',
                 'source':'payments.api','message':'\\u00e9','attributes':{'user':'ann','n':-1},
                 'trace_id':'4bf92f3577b34da6a3ce929d0e0e4736','span_id':'00f067aa0ba902b7'}""");

        // Then
        assertThat(event)
                .isEqualTo(new LogEvent(
                        UUID.fromString("0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f61"),
                        Instant.parse("2026-01-31T23:59:59.500Z"),
                        OBSERVED,
                        Severity.WARN,
                        "payments.api",
                        "é",
                        Map.of("user", "ann", "n", -1L),
                        "4bf92f3577b34da6a3ce929d0e0e4736",
                        "00f067aa0ba902b7"));
    }

    @Test
    void neverTakesTheClientsObservedTimestamp() {
        // When
        var event = read("{'message':'x','observed_timestamp':'2001-01-01T00:00:00Z'}");

        // Then
        assertThat(event.observedTimestamp()).isEqualTo(OBSERVED);
    }

    @ParameterizedTest
    @CsvSource({"1, TRACE", "9, INFO", "24, FATAL4", "'\"error3\"', ERROR3"})
    void readsSeverityByNumberAndByName(String json, Severity severity) {
        assertThat(read("{'message':'x','severity':" + json + "}").severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "25",
                "-1",
                "9.0",
                "true",
                "[]",
                "{}",
                "''",
                "'9'",
                "'WARNING'",
                "4294967305",
                "18446744073709551625",
                "99999999999999999999999999"
            })
    void refusesAnyOtherSeverityByName(String json) {
        assertThat(refused("{'message':'x','severity':" + json + "}"))
                .isEqualTo("severity: must be one of TRACE DEBUG INFO WARN ERROR FATAL, TRACE2 to FATAL4, or 1 to 24");
    }

    @Test
    void keepsAttributesOfEveryTypeInTheirOrder() {
        // When
        var attributes = read("""
                        {'message':'x','attributes':{'z':'text','y':true,'x':9223372036854775807,'w':1.0,'v':null,
                         'u':[1,'a',[false]],'a':{'b':{'c':-9223372036854775808}}}}""").attributes();

        // Then
        assertThat(attributes.keySet()).containsExactly("z", "y", "x", "w", "v", "u", "a");
        assertThat(attributes.values())
                .containsExactly(
                        "text",
                        true,
                        Long.MAX_VALUE,
                        1.0,
                        null,
                        List.of(1L, "a", List.of(false)),
                        Map.of("b", Map.of("c", Long.MIN_VALUE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                              | message: is required",
                "{'message':null}                                | message: is required",
                "{'message':'x','user':'ann'}                    | user: unknown field",
                "{'message':'x','user':null}                     | user: unknown field",
                "{'Message':'x'}                                 | Message: unknown field",
                "{'a\\u0000b\\u007f':'x'}                        | a?b?: unknown field",
                "{'message':'x','message':'x'}                   | message: occurs twice",
                "{'message':'x','id':null,'id':null}             | id: occurs twice",
                "{'message':'x','attributes':{'a':1,'a':1}}      | attributes.a: occurs twice",
                "{'message':'x','attributes':{'a':null,'a':1}}   | attributes.a: occurs twice",
                "{'message':'x','attributes':{'a':[{'b':{'c':1,'c':2}}]}} | attributes.a.b.c: occurs twice",
                "{'message':1}                                   | message: must be a string",
                "{'message':['x']}                               | message: must be a string",
                "{'message':{'x':1}}                             | message: must be a string",
                "{'message':'x','id':1}                          | id: must be a string",
                "{'message':'x','source':true}                   | source: must be a string",
                "{'message':'x','source':''}                     | source: must have 1 to 128 characters",
                "{'message':'x','timestamp':1769900000}          | timestamp: must be a string",
                "{'message':'x','trace_id':4711}                 | trace_id: must be a string",
                "{'message':'x','span_id':[]}                    | span_id: must be a string",
                "{'message':'x','attributes':[]}                 | attributes: must be a JSON object",
                "{'message':'x','attributes':'a'}                | attributes: must be a JSON object",
                "{'message':'x','attributes':{'n':9223372036854775808}} | attributes.n: must be an integer of at most 64 bits",
                "{'message':'x','attributes':{'n':[-9223372036854775809]}} | attributes.n: must be an integer of at most 64 bits",
                "{'message':'x','attributes':{'n':1e999}}        | attributes.n: must be a finite number",
                "{'message':'a\\u0000b'}                         | message: must not contain the NUL character",
                "{'message':'\\ud83d'}                           | message: must not contain half a surrogate pair",
                "[{'message':'x'}]                               | body: must be a JSON object",
                "'x'                                             | body: must be a JSON object",
                "null                                            | body: must be a JSON object",
                "{'message':'x'}{'message':'y'}                  | body: must be one JSON object, with nothing after it",
                "{'message':'x'} 1                               | body: must be one JSON object, with nothing after it",
            },
            quoteCharacter = '`')
    void namesTheFieldThatItRefuses(String json, String refusal) {
        assertThat(refused(json)).isEqualTo(refusal);
    }

    @Test
    void shortensTheNamesThatItRefuses() {
        assertThat(refused("{'" + "n".repeat(1000) + "':1}"))
                .hasSizeLessThan(300)
                .startsWith("nnn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "0198f0c47d1e7a508f0a3b5c2d1e4f60",
                "{0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60}",
                "0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f6g",
                "0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f6",
                // UUID.fromString takes these, and makes another id of them.
                "198f0c4-07d1e-7a50-8f0a-3b5c2d1e4f60",
                "+198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60",
                "0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f6\u0661"
            })
    void refusesAnIdThatIsNoUuid(String id) {
        assertThat(refused("{'message':'x','id':'" + id + "'}"))
                .isEqualTo("id: must be a UUID such as 0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{'message':",
                "{'message':'x'",
                "{'message':'x}",
                "{'message':'x',}",
                "{message:'x'}",
                "{'message':'x'} trailing",
                "{'message':'x'}}",
                "{'message':NaN}",
                "{'message':'a\nb'}",
                "{'message':'\\x'}",
                "{'message':'x','attributes':{'n':01}}",
                "{'message':'x','attributes':{'n':+1}}",
                "// comment\n{'message':'x'}",
                "hello",
                ""
            })
    void refusesWhatIsNoJson(String json) {
        assertMalformed(json(json));
    }

    @Test
    void tellsWhereTheJsonBreaksAndKeepsItsTextToItself() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("{'message':'x',\n 'source':secret}"))
                .withMessageStartingWith("line 2, column 11: ")
                .withMessageNotContaining("secret");
    }

    @Test
    void namesTheFieldThatWouldTakeTooMuchToRead() {
        var tooMuch = ": has a text, a name or a number that is too long, or too many or too deeply nested values";
        assertThat(refused("{'attributes':{'a':" + "[".repeat(100_000)))
                .isEqualTo("attributes.a: must be nested at most 8 deep");
        assertThat(refused("{'attributes':{'n':" + "9".repeat(100_000) + "}}")).isEqualTo("attributes" + tooMuch);
        assertThat(refused("{'attributes':{'n':0." + "9".repeat(100_000) + "}}"))
                .isEqualTo("attributes" + tooMuch);
        assertThat(refused("{'" + "n".repeat(10_000) + "':1}")).isEqualTo("body" + tooMuch);
        assertThat(refused("{'message':'" + "x".repeat(2_000_000) + "'}")).isEqualTo("message" + tooMuch);
        assertThat(refused("{'message':'x','attributes':{'list':[0" + ",0".repeat(1_000_000) + "]}}"))
                .isEqualTo("attributes" + tooMuch);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'message':'x'                        | it ends too early",
                "{'message':NaN}                       | a number must be finite, without NaN or Infinity",
                "{'message':'x',}                      | unexpected character '}'",
                "{'message':true,'a':nope}             | a text must be in double quotes",
                "{'message':'x','attributes':{'n':01}} | a number must not begin with 0",
                "{'message':'a\tb'}                   | a control character in a text must be escaped",
                "{'message':'\\x'}                   | a text has an unknown escape"
            },
            quoteCharacter = '`')
    void saysInTheCallersWordsWhatIsNotJson(String json, String why) {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read(json.replace("true", "'x'").replace(",'a':", ",'source':")))
                .withMessageContaining(why)
                .withMessageNotContaining("Jackson")
                .withMessageNotContaining("Feature")
                .withMessageNotContaining("StreamRead");
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(read("\uFEFF{'message':'x'}").message()).isEqualTo("x");
    }

    @Test
    void namesTheAttributeThatIsNestedTooDeep() {
        assertThat(refused("{'message':'x','attributes':{'a':" + "[".repeat(8) + "]".repeat(8) + "}}"))
                .isEqualTo("attributes.a: must be nested at most 8 deep");
    }

    @Test
    void readsTheLargestMessageHoweverItIsEscaped() {
        // When
        var event = read("{'message':'" + "\\u0001".repeat(65_536) + "'}");

        // Then
        assertThat(event.message()).hasSize(65_536);
    }

    @Test
    void readsTheLargestAttributesHoweverTheyAreMade() {
        // Given
        var smallestMaps = "{'m':{}}" + ",{'m':{}}".repeat(3_849);

        // When
        var event = read("{'message':'x','attributes':{'" + "€".repeat(15) + "':[" + smallestMaps + "]}}");

        // Then
        assertThat(event.attributes().values()).first(LIST).hasSize(3_850);
    }

    @Test
    void readsTheLongestNameOfAnAttribute() {
        assertThat(read("{'message':'x','attributes':{'" + "€".repeat(256) + "':1}}")
                        .attributes())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // never a byte of UTF-8
                "80", // a continuation without a start
                "c3", // a start without its continuation
                "e282", // cut short
                "c181", // overlong A
                "c080", // overlong NUL
                "e08080", // overlong, three bytes
                "f0808080", // overlong, four bytes
                "eda0bdedb880", // a surrogate pair, encoded one by one
                "f8888080", // five bytes
            })
    void refusesInvalidUtf8(String hex) {
        assertMalformed(withMessage(HexFormat.of().parseHex(hex)));
    }

    @Test
    void refusesCharactersBeyondUnicode() {
        assertThat(refused(withMessage(HexFormat.of().parseHex("f4908080")))).startsWith("message: ");
    }

    @Test
    void takesEveryLengthOfUtf8() {
        // Given
        var text = "a\u007f\u0080é\u07ff\u0800€\uffff\ud800\udc00😀\udbff\udfff";

        // When
        var event = LogEventReader.read(withMessage(text.getBytes(StandardCharsets.UTF_8)), defaults());

        // Then
        assertThat(event.message()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE"})
    void refusesOtherEncodings(String charset) {
        assertMalformed("{\"message\":\"x\"}".getBytes(Charset.forName(charset)));
    }

    private static LogEvent read(String json) {
        return LogEventReader.read(json(json), defaults());
    }

    private static String refused(String json) {
        return refused(json(json));
    }

    private static String refused(byte[] json) {
        var refusal = catchThrowableOfType(InvalidLogEventException.class, () -> LogEventReader.read(json, defaults()));
        assertThat(refusal).as("nothing was refused").isNotNull();
        return refusal.field() + ": " + refusal.reason();
    }

    private static void assertMalformed(byte[] json) {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> LogEventReader.read(json, defaults()));
    }

    /** JSON with single quotes, which are easier to read in Java. */
    private static byte[] json(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withMessage(byte[] message) {
        var start = json("{'message':'");
        var end = json("'}");
        var all = Arrays.copyOf(start, start.length + message.length + end.length);
        System.arraycopy(message, 0, all, start.length, message.length);
        System.arraycopy(end, 0, all, start.length + message.length, end.length);
        return all;
    }

    private static LogEventReader.Defaults defaults() {
        return new LogEventReader.Defaults() {
            @Override
            public UUID id(String source) {
                return ID;
            }

            @Override
            public Instant observedTimestamp() {
                return OBSERVED;
            }
        };
    }
}
