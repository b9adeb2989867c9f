package io.logcast.model.fields;

import static io.logcast.model.LogEventFixtures.ID;
import static io.logcast.model.fields.Lenient.read;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.MalformedJsonException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientReaderTest {

    @Test
    void readsOurOwnNamesAsEver() {
        var event =
                read("{'message':'x','observed_timestamp':'2001-01-01T00:00:00Z','source':null,'attributes':{'a':1}}");

        assertThat(event.message()).isEqualTo("x");
        assertThat(event.attributes()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void comparesNamesWithoutCase() {
        var event = read("{'MESSAGE':'x','Level':'Warn','Service.Name':'a','Attributes':{'k':1}}");

        assertThat(event.message()).isEqualTo("x");
        assertThat(event.severity()).isEqualTo(Severity.WARN);
        assertThat(event.source()).isEqualTo("a");
        assertThat(event.attributes()).isEqualTo(Map.of("k", 1L));
    }

    @Test
    void takesTheFirstUsableNameAndKeepsTheOthers() {
        var event = read("{'text':'third','msg':'second','message':7,'body':{'a':1},'level':'info','severity':null}");

        assertThat(event.message()).isEqualTo("second");
        assertThat(event.severity()).isEqualTo(Severity.INFO);
        var kept = new HashMap<String, Object>(Map.of("text", "third", "message", 7L, "body", Map.of("a", 1L)));
        kept.put("severity", null);
        assertThat(event.attributes()).isEqualTo(kept);
    }

    @Test
    void keepsAnObjectWithoutAMessageAsItsText() {
        var event = read(" {'user': 'ann'} ");

        assertThat(event.message()).isEqualTo("{\"user\": \"ann\"}");
        assertThat(event.attributes()).isEqualTo(Map.of("user", "ann"));
        assertThat(read("{}").message()).isEqualTo("{}");
    }

    @Test
    void letsTheObjectOfAttributesWinOverLooseFields() {
        var event = read("{'msg':'x','user':'loose','a':1,'attributes':{'user':'ann','a':1}}");

        assertThat(event.attributes()).isEqualTo(Map.of("user", "ann", "user.original", "loose", "a", 1L));
    }

    @Test
    void keepsAnAttributesThatIsNotAnObject() {
        assertThat(read("{'message':'x','attributes':[1]}").attributes()).isEqualTo(Map.of("attributes", List.of(1L)));
        assertThat(read("{'msg':'x','attributes':null}").attributes()).isEmpty();
    }

    @Test
    void neverOverwritesAClientsAttribute() {
        var event =
                read("{'msg':'x','level':'loud','source':'my app','attributes':{'severity_text':'a','source':'b'}}");

        assertThat(event.source()).isEqualTo("my.app");
        assertThat(event.attributes())
                .isEqualTo(Map.of(
                        "severity_text",
                        "a",
                        "severity_text.original",
                        "loud",
                        "source",
                        "b",
                        "source.original",
                        "my app"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'severity':'notice'    | INFO2",
                "'severity':'WARNING'   | WARN",
                "'severity':'err'       | ERROR",
                "'severity':'Critical'  | ERROR2",
                "'severity':'alert'     | ERROR3",
                "'severity':'EMERG'     | FATAL",
                "'severity':'severe'    | ERROR",
                "'severity':'fine'      | DEBUG2",
                "'severity':'finest'    | TRACE",
                "'severity':'panic'     | ERROR3",
                "'severity':'verbose'   | DEBUG",
                "'severity':'http'      | INFO",
                "'severity':'17'        | ERROR",
                "'severity_number':13   | WARN",
                "'severity_number':'13' | WARN",
                "'level':10             | TRACE",
                "'level':'50'           | ERROR",
                "'lvl':20               | DEBUG",
                "'loglevel':60          | FATAL",
                "'log':{'level':40}     | WARN",
                "'@l':'Warning'         | WARN",
                "'PRIORITY':'0'         | FATAL",
                "'priority':7           | DEBUG",
            })
    void readsSeverities(String field, Severity severity) {
        var event = read("{'msg':'x'," + field + "}");

        assertThat(event.severity()).isEqualTo(severity);
        assertThat(event.attributes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'severity':30",
                "'severity_number':25",
                "'level':3",
                "'level':35",
                "'level':'loud'",
                "'level':true"
            })
    void keepsASeverityThatItDoesNotKnow(String field) {
        var event = read("{'msg':'x'," + field + "}");

        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.attributes()).containsOnlyKeys("severity_text");
    }

    @Test
    void readsSyslogsNumbersInGelf() {
        assertThat(read("{'version':'1.1','short_message':'x','level':5}").severity())
                .isEqualTo(Severity.INFO2);
        assertThat(read("{'version':'1.1','msg':'x','level':5}").severity()).isEqualTo(Severity.INFO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'timestamp':'2026-01-31 23:59:59.5+00:00' | 2026-01-31T23:59:59.5Z",
                "'time':1769903999                         | 2026-01-31T23:59:59Z",
                "'time':1769903999.123456789               | 2026-01-31T23:59:59.123456789Z",
                "'ts':1769903999123                        | 2026-01-31T23:59:59.123Z",
                "'ts':1769903999123.5                      | 2026-01-31T23:59:59.123500Z",
                "'@t':1769903999123456                     | 2026-01-31T23:59:59.123456Z",
                "'@timestamp':1769903999123456789          | 2026-01-31T23:59:59.123456789Z",
                "'time':1e9                                | 2001-09-09T01:46:40Z",
                "'time':1.769903999e12                     | 2026-01-31T23:59:59Z",
            })
    void readsTimes(String field, Instant time) {
        var event = read("{'msg':'x'," + field + "}");

        assertThat(event.timestamp()).isEqualTo(time);
        assertThat(event.attributes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'2026-01-31T23:59:59'",
                "'yesterday'",
                "''",
                "'1769903999'",
                "999999999",
                "-1769903999",
                "9300000000000000000",
                "20000000000",
                "10000000000",
                "9223372037",
                "50000000000000",
                "50000000000000000",
                "1e300",
                "1e2147483647",
                "1e-2147483647",
                "'1969-12-31T23:59:59Z'",
                "true"
            })
    void keepsATimeThatItCannotRead(String time) {
        var event = read("{'message':'x','timestamp':" + time + "}");

        assertThat(event.timestamp()).isNull();
        assertThat(event.attributes()).containsOnlyKeys("timestamp");
    }

    @Test
    void looksForASourceInTheRequestBeforeTheHost() {
        var fallbacks = new Fallbacks("from query", Severity.WARN, Map.of("env", "prod", "tenant", "acme"));

        var event = read("{'msg':'x','host':'web-1','env':'test'}", fallbacks);

        assertThat(event.source()).isEqualTo("from.query");
        assertThat(event.severity()).isEqualTo(Severity.WARN);
        assertThat(event.attributes())
                .isEqualTo(Map.of("host", "web-1", "env", "test", "tenant", "acme", "source", "from query"));
        assertThat(read("{'msg':'x','app':'a','level':'info'}", fallbacks).source())
                .isEqualTo("a");
        assertThat(read("{'msg':'x','hostname':'web-2'}").source()).isEqualTo("web-2");
        assertThat(read("{'message':'x'}", fallbacks).attributes())
                .isEqualTo(Map.of("env", "prod", "tenant", "acme", "source", "from query"));
        assertThat(read("{'message':'x','source':'a'}", fallbacks).attributes())
                .isEqualTo(Map.of("env", "prod", "tenant", "acme"));
    }

    @Test
    void keepsTheQuerysOriginalSourceBesideAnAttributeOfThatName() {
        var fallbacks = new Fallbacks("my app", null, Map.of());
        var withAttribute = new Fallbacks("my app", null, Map.of("source", "z"));
        var kept = Map.of("source", "z", "source.original", "my app");

        assertThat(read("{'msg':'x','attributes':{'source':'z'}}", fallbacks).attributes())
                .isEqualTo(kept);
        assertThat(read("{'msg':'x','source':7}", fallbacks).attributes())
                .isEqualTo(Map.of("source", 7L, "source.original", "my app"));
        assertThat(read("{'msg':'x'}", withAttribute).attributes()).isEqualTo(kept);
        assertThat(fallbacks.addTo(Map.of("source", "z"), true)).isEqualTo(kept);
        assertThat(withAttribute.addTo(Map.of(), true)).isEqualTo(kept);
        assertThat(fallbacks.addTo(Map.of("source", "z"), false)).isEqualTo(Map.of("source", "z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "' '", "'!!!'", "7", "null", "{'version':1}"})
    void passesOverASourceThatNamesNothing(String source) {
        var event = read("{'msg':'x','source':" + source + ",'service':{'name':'orders'}}");

        assertThat(event.source()).isEqualTo("orders");
        assertThat(event.attributes()).containsOnlyKeys("source");
    }

    @Test
    void readsTraceIds() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var parent = "00-" + trace + "-00f067aa0ba902b7-01";

        var event =
                read("{'msg':'x','traceId':'" + trace.toUpperCase(Locale.ROOT) + "','span':{'id':'00f067aa0ba902b7'}}");
        var ofParent = read("{'msg':'x','traceparent':'" + parent + "'}");

        assertThat(event.traceId()).isEqualTo(trace);
        assertThat(event.spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(event.attributes()).isEmpty();
        assertThat(ofParent.traceId()).isEqualTo(trace);
        assertThat(ofParent.spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(ofParent.attributes()).isEqualTo(Map.of("traceparent", parent));
        assertThat(read("{'message':'x','trace_id':'4bf9','span_id':'0000000000000000'}")
                        .attributes())
                .isEqualTo(Map.of("trace_id", "4bf9", "span_id", "0000000000000000"));
    }

    @Test
    void keepsTheTraceOfTheCallerBesideItsOwnSpan() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var parent = "'traceparent':'00-" + trace + "-00f067aa0ba902b7-01'";

        var ownSpan = read("{'msg':'x','span_id':'00f067aa0ba902b8'," + parent + "}");
        var sameTrace = read("{'msg':'x','trace_id':'" + trace + "'," + parent + "}");
        var otherTrace = read("{'msg':'x','trace_id':'" + "a".repeat(32) + "'," + parent + "}");

        assertThat(ownSpan.traceId()).isEqualTo(trace);
        assertThat(ownSpan.spanId()).isEqualTo("00f067aa0ba902b8");
        assertThat(sameTrace.spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(otherTrace.traceId()).isEqualTo("a".repeat(32));
        assertThat(otherTrace.spanId()).isNull();
    }

    @Test
    void takesAnIdOnlyIfItIsAUuid() {
        assertThat(read("{'msg':'x','id':'2c8f1f9e-5e0b-4b57-9c79-3e3f0e1d2c3b'}")
                        .id())
                .hasToString("2c8f1f9e-5e0b-4b57-9c79-3e3f0e1d2c3b");
        var event = read("{'message':'x','id':4711}");
        assertThat(event.id()).isEqualTo(ID);
        assertThat(event.attributes()).isEqualTo(Map.of("id", 4711L));
    }

    @Test
    void keepsWhatIsNestedTooDeepAsText() {
        var event = read("{'msg':'x','a':" + "[".repeat(8) + "1.50" + "]".repeat(8) + "}");

        Object value = event.attributes().get("a");
        for (int i = 0; i < 7; i++) {
            value = ((List<?>) requireNonNull(value)).get(0);
        }
        assertThat(value).isEqualTo("[1.50]");
    }

    @Test
    void namesTheAttributeThatHasHalfASurrogatePairBelowTheDeepestLevel() {
        var json = "{'msg':'x','a':" + "[".repeat(9) + "'\\ud83d'" + "]".repeat(9) + "}";

        assertThatExceptionOfType(InvalidLogEventException.class)
                .isThrownBy(() -> read(json))
                .withMessage("attributes.a: must not contain half a surrogate pair");
    }

    @Test
    void keepsNumbersThatAreTooLargeAsText() {
        assertThat(read("{'msg':'x','n':9223372036854775808,'d':1e999}").attributes())
                .isEqualTo(Map.of("n", "9223372036854775808", "d", "1e999"));
    }

    @Test
    void gathersTooManyAttributesInOne() {
        var fields = IntStream.range(0, 100)
                .mapToObj(i -> "'a" + i + "':[[" + i + "]]")
                .collect(Collectors.joining(","));

        var attributes = read("{'msg':'x'," + fields + "}").attributes();

        assertThat(attributes).hasSize(64).containsEntry("a62", List.of(List.of(62L)));
        assertThat(attributes.get("more")).asInstanceOf(MAP).hasSize(37).containsKey("a63");
        assertThat(read("{'message':'x','attributes':{"
                                + fields.replaceFirst(",'a64'.*", "").replaceFirst(",'a63'.*", ",'a63':1") + "}}")
                        .attributes())
                .hasSize(64)
                .doesNotContainKey("more");
    }

    @Test
    void givesAnEmptyNameAName() {
        assertThat(read("{'msg':'x','':1,'a':{'':2}}").attributes()).isEqualTo(Map.of("_", 1L, "a", Map.of("_", 2L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'msg':'a\\u0000b'}            | message",
                "{'msg':'x','user':'a\\u0000b'} | attributes.user",
                "{'msg':'x','user':'\\ud83d'}   | attributes.user",
                "[{'msg':'x'}]                  | body",
                "'x'                            | body",
                "{'msg':'x'}{'msg':'y'}         | body",
            })
    void namesWhatItRefuses(String json, String field) {
        assertThatExceptionOfType(InvalidLogEventException.class)
                .isThrownBy(() -> read(json))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatExceptionOfType(InvalidLogEventException.class)
                .isThrownBy(() -> read("{'msg':'" + "x".repeat(65_537) + "'}"))
                .withMessageStartingWith("message: ");
        assertThatExceptionOfType(InvalidLogEventException.class)
                .isThrownBy(() -> read("{'msg':'x','user':'" + "x".repeat(65_537) + "'}"))
                .withMessageStartingWith("attributes.user: ");
        assertThatExceptionOfType(InvalidLogEventException.class)
                .isThrownBy(() -> read("{'msg':'x'" + ",'a':1,'a':2".repeat(10_000) + "}"))
                .withMessageStartingWith("attributes.more.a.original.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{'msg':", "{'msg':'x',}", "hello", "{'msg':'x'} trailing"})
    void refusesWhatIsNotJson(String json) {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> read(json));
    }
}
