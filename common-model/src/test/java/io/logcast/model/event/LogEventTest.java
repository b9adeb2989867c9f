package io.logcast.model.event;

import static io.logcast.model.LogEventFixtures.aFullEvent;
import static io.logcast.model.LogEventFixtures.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.logcast.model.LogEventFixtures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogEventTest {

    private static final int KIB_64 = 65_536;

    @ParameterizedTest
    @CsvSource({"kern, FATAL, kern.fatal", "payments.api, ERROR2, payments.api.error", "unknown, TRACE4, unknown.trace"
    })
    void isRoutedBySourceAndRangeOfSeverity(String source, Severity severity, String routingKey) {
        // Given
        var event = anEvent().source(source).severity(severity).build();

        // When
        var key = event.routingKey();

        // Then
        assertThat(key).isEqualTo(routingKey);
    }

    @Test
    void keepsItsPayloadOutOfLogs() {
        // Given
        var event =
                aFullEvent().message("secret").attribute("password", "secret").build();

        // When
        var text = event.toString();

        // Then
        assertThat(text).isEqualTo("LogEvent[0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60, payments.api.error]");
    }

    @Test
    void cannotBeWithoutAnId() {
        assertThatNullPointerException()
                .isThrownBy(() -> new LogEvent(
                        nothing(), null, Instant.EPOCH, Severity.INFO, "source", "message", Map.of(), null, null))
                .withMessage("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "€", "😀"})
    void takesAMessageOf64KibOfUtf8AndNotOneByteMore(String character) {
        // Given
        var bytes = character.getBytes(StandardCharsets.UTF_8).length;
        var longest = character.repeat(KIB_64 / bytes) + "x".repeat(KIB_64 % bytes);

        // When
        var event = anEvent().message(longest).build();

        // Then
        assertThat(event.message()).isEqualTo(longest);
        assertThat(refused(anEvent().message(longest + "x")))
                .isEqualTo("message: must have at most 65536 bytes of UTF-8");
    }

    @Test
    void takesAnEmptyMessage() {
        assertThat(anEvent().message("").build().message()).isEmpty();
    }

    @Test
    void refusesTextThatUtf8OrTheArchiveCannotHold() {
        assertThat(refused(anEvent().message("a\0b"))).isEqualTo("message: must not contain the NUL character");
        assertThat(refused(anEvent().message("a\uD83D"))).isEqualTo("message: must not contain half a surrogate pair");
        assertThat(refused(anEvent().message("\uD83Db"))).isEqualTo("message: must not contain half a surrogate pair");
        assertThat(refused(anEvent().message("\uDE00\uD83D"))).startsWith("message: ");
        assertThat(refused(anEvent().attribute("user", "\0"))).startsWith("attributes.user: ");
        assertThat(refused(anEvent().attribute("user", "\uDE00"))).startsWith("attributes.user: ");
        assertThat(refused(anEvent().attribute("\0", "x"))).startsWith("attributes: ");
        assertThat(refused(anEvent().attribute("\uD83D", "x"))).startsWith("attributes: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "unknown", "payments.api", "A-Z_0.9", "-", "a.b.c.d"})
    void takesASourceOfWordsJoinedByDots(String source) {
        assertThat(anEvent().source(source).build().source()).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".a", "a.", "a..b", "a b", "a#", "*", "a/b", "ä", "a\n", "\0", "a,b"})
    void refusesAnyOtherSource(String source) {
        assertThat(refused(anEvent().source(source)))
                .isEqualTo("source: must be words of A-Z a-z 0-9 _ - joined by single dots");
    }

    @Test
    void takesASourceOf1To128Characters() {
        assertThat(anEvent().source("s".repeat(128)).build().source()).hasSize(128);
        assertThat(refused(anEvent().source(""))).isEqualTo("source: must have 1 to 128 characters");
        assertThat(refused(anEvent().source("s".repeat(129)))).isEqualTo("source: must have 1 to 128 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2262-04-11T23:47:16.854775807Z"})
    void takesTimestampsThatFitInto64BitsOfNanoseconds(Instant timestamp) {
        // When
        var event = anEvent().timestamp(timestamp).observedTimestamp(timestamp).build();

        // Then
        assertThat(event.timestamp()).isEqualTo(timestamp);
        assertThat(event.observedTimestamp()).isEqualTo(timestamp);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1969-12-31T23:59:59.999999999Z", "2262-04-11T23:47:16.854775808Z", "+1000000000-12-31T00:00:00Z"
            })
    void refusesTimestampsOutsideOfIt(Instant timestamp) {
        assertThat(refused(anEvent().timestamp(timestamp)))
                .isEqualTo("timestamp: must lie between 1970-01-01 and 2262-04-11");
        assertThat(refused(anEvent().observedTimestamp(timestamp))).startsWith("observed_timestamp: ");
    }

    @Test
    void keepsTraceAndSpanIdsInLowerCase() {
        // When
        var event = anEvent()
                .traceId("4BF92F3577B34DA6A3CE929D0E0E4736")
                .spanId("00F067AA0BA902B7")
                .build();

        // Then
        assertThat(event.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.spanId()).isEqualTo("00f067aa0ba902b7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00f067aa0ba902b7",
                "4bf92f3577b34da6a3ce929d0e0e47360",
                "4bf92f3577b34da6a3ce929d0e0e473",
                "4bf92f3577b34da6a3ce929d0e0e473g",
                "4bf92f3577b34da6a3ce929d0e0e473\u0661",
                "00000000000000000000000000000000"
            })
    void refusesATraceIdThatIsNot32HexDigits(String traceId) {
        assertThat(refused(anEvent().traceId(traceId))).isEqualTo("trace_id: must be 32 hex digits, not all zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00f067aa0ba902b", "00f067aa0ba902b77", "00f067aa0ba902b-", "0000000000000000"})
    void refusesASpanIdThatIsNot16HexDigits(String spanId) {
        assertThat(refused(anEvent().spanId(spanId))).isEqualTo("span_id: must be 16 hex digits, not all zero");
    }

    @Test
    void takes64AttributesAndNotOneMore() {
        assertThat(anEvent().attributes(attributes(64)).build().attributes()).hasSize(64);
        assertThat(refused(anEvent().attributes(attributes(65)))).isEqualTo("attributes: must be at most 64");
    }

    @Test
    void takesAttributeNamesOf1To256Characters() {
        assertThat(anEvent().attribute("€".repeat(256), 1L).build().attributes())
                .hasSize(1);
        assertThat(refused(anEvent().attribute("n".repeat(257), 1L)))
                .isEqualTo("attributes: must have names of 1 to 256 characters");
        assertThat(refused(anEvent().attribute("", 1L))).startsWith("attributes: ");
        assertThat(refused(anEvent().attribute("user", Map.of("", 1L)))).startsWith("attributes.user: ");
        assertThat(refused(anEvent().attribute("user", Map.of(1L, 1L)))).startsWith("attributes.user: ");
    }

    @Test
    void takes64KibOfAttributesCountedWithTheirNames() {
        assertThat(anEvent().attribute("k", "v".repeat(KIB_64 - 1)).build().attributes())
                .hasSize(1);
        assertThat(refused(anEvent().attribute("k", "v".repeat(KIB_64))))
                .isEqualTo("attributes.k: makes the attributes larger than 65536 bytes");
        assertThat(refused(anEvent().attribute("k", "é".repeat(KIB_64 / 2)))).startsWith("attributes.k: ");
        assertThat(refused(anEvent().attribute("k", Collections.nCopies(KIB_64 / 8, 1L))))
                .startsWith("attributes.k: ");
        assertThat(refused(anEvent().attribute("k", Collections.nCopies(KIB_64, ""))))
                .startsWith("attributes.k: ");
    }

    @Test
    void takesAttributesNestedEightDeep() {
        assertThat(anEvent().attribute("a", lists(7)).build().attributes()).hasSize(1);
        assertThat(anEvent().attribute("a", maps(7)).build().attributes()).hasSize(1);
        assertThat(refused(anEvent().attribute("a", lists(8))))
                .isEqualTo("attributes.a: must be nested at most 8 deep");
        assertThat(refused(anEvent().attribute("a", maps(8)))).startsWith("attributes.a.m.m.m.m.m.m.m: ");
    }

    @Test
    void refusesAttributesThatJsonOrAnOldReaderWouldChange() {
        assertThat(refused(anEvent().attribute("n", Double.NaN))).isEqualTo("attributes.n: must be a finite number");
        assertThat(refused(anEvent().attribute("n", Double.POSITIVE_INFINITY))).startsWith("attributes.n: ");
        assertThat(refused(anEvent().attribute("n", 1)))
                .isEqualTo("attributes.n: has the unknown type java.lang.Integer");
        assertThat(refused(anEvent().attribute("n", List.of(Map.of("m", 1.5f)))))
                .startsWith("attributes.n.m: ");
    }

    @Test
    void namesTheAttributeThatIsRefusedAndNoEarlierOne() {
        // Given
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("first", Map.of("inner", List.of("x")));
        attributes.put("second", Double.NaN);

        // When
        var refused = refused(anEvent().attributes(attributes));

        // Then
        assertThat(refused).startsWith("attributes.second: ");
    }

    @Test
    void isNotChangedByItsMaker() {
        // Given
        var list = new ArrayList<@Nullable Object>(List.of(1L));
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(Map.of("list", list));
        var event = anEvent().attributes(attributes).build();

        // When
        attributes.clear();
        list.add(2L);

        // Then
        assertThat(event.attributes()).isEqualTo(Map.of("list", List.of(1L)));
    }

    @Test
    void cannotBeChanged() {
        // Given
        var event = anEvent().attribute("map", Map.of("list", List.of())).build();

        // When
        var attributes = event.attributes();

        // Then
        assertThatThrownBy(() -> attributes.put("b", 2L)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(attributes)
                .extractingByKey("map")
                .satisfies(map -> assertThatExceptionOfType(UnsupportedOperationException.class)
                        .isThrownBy(((Map<?, ?>) map)::clear));
    }

    private static String refused(LogEventFixtures event) {
        var refusal = catchThrowableOfType(InvalidLogEventException.class, event::build);
        assertThat(refusal).as("nothing was refused").isNotNull().hasMessage(refusal.field() + ": " + refusal.reason());
        return refusal.field() + ": " + refusal.reason();
    }

    private static Map<String, @Nullable Object> attributes(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> (long) i));
    }

    private static Object lists(int depth) {
        return depth == 0 ? 1L : List.of(lists(depth - 1));
    }

    private static Object maps(int depth) {
        return depth == 0 ? 1L : Map.of("m", maps(depth - 1));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest
    @CsvSource({
        "payments.api, payments.api",
        "https://example.com/orders?a=b, https.example.com.orders.a.b",
        "/sensors/tn-1234567/alerts, sensors.tn-1234567.alerts",
        "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66, urn.uuid.6e8bc430-9c3a-11d9-9669-0800200c9a66",
        "Zahlungen für alle, Zahlungen.f.r.alle",
        "///, unknown",
        "'', unknown"
    })
    void makesALegalSourceOfAnyName(String name, String source) {
        assertThat(LogEvent.sourceOf(name)).isEqualTo(source);
    }

    @Test
    void cutsASourceThatIsTooLong() {
        assertThat(LogEvent.sourceOf("x".repeat(127) + "/yz")).isEqualTo("x".repeat(127));
        assertThat(LogEvent.sourceOf("x".repeat(1000))).hasSize(128);
    }
}
