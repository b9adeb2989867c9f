package io.logcast.model.fields;

import static io.logcast.model.LogEventFixtures.ID;
import static io.logcast.model.LogEventFixtures.OBSERVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignMessageTest {

    private static final Instant SENT = Instant.parse("2026-01-31T23:59:59Z");

    @ParameterizedTest
    @NullAndEmptySource
    void becomesAnEventWithItsTextAndANewId(@Nullable String messageId) {
        // Given
        var message = foreign(utf8("Hello World! 😀"), null, null, messageId, "");

        // When
        var event = event(message);

        // Then
        assertThat(event)
                .isEqualTo(new LogEvent(
                        ID, null, OBSERVED, Severity.INFO, "unknown", "Hello World! 😀", Map.of(), null, null));
    }

    @Test
    void keepsItsRoutingKeyAsAnAttribute() {
        // Given
        var message = foreign(utf8("text"), null, null, null, "kern.critical");

        // When
        var event = event(message);

        // Then
        assertThat(event.attributes()).isEqualTo(Map.of("messaging.rabbitmq.destination.routing_key", "kern.critical"));
    }

    @Test
    void keepsAMessageIdThatIsAUuid() {
        // Given
        var message = foreign(utf8("text"), null, null, "2C8F1F9E-5E0B-4B57-9C79-3E3F0E1D2C3B", "");

        // When
        var event = event(message);

        // Then
        assertThat(event.id()).isEqualTo(UUID.fromString("2c8f1f9e-5e0b-4b57-9c79-3e3f0e1d2c3b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "1-1-1-1-1", "2026-01-02-10-30", "{2c8f1f9e-5e0b-4b57-9c79-3e3f0e1d2c3b}", "é"})
    void makesAUuidOfAnyOtherMessageIdTheSameEachTime(String messageId) {
        // When
        var id = ForeignMessage.idOf(messageId);

        // Then
        assertThat(id.version()).isEqualTo(5);
        assertThat(id).isEqualTo(ForeignMessage.idOf(messageId));
    }

    @Test
    void makesTheUuidThatIsArchivedAlready() {
        assertThat(ForeignMessage.idOf("4711")).hasToString("0bc2fe5b-9d87-5116-9df3-dff88a76db82");
    }

    @Test
    void keepsIdsApartThatAreAlmostUuids() {
        // Given
        var one = "123456789-1-1-1-1";
        var other = "223456789-1-1-1-1";

        // When
        var id = ForeignMessage.idOf(one);

        // Then
        assertThat(id).isNotEqualTo(ForeignMessage.idOf(other));
    }

    @Test
    void isRefusedIfItIsNoText() {
        // Given
        var message = foreign(new byte[] {'a', (byte) 0xFF}, null, null, null, "");

        // Then
        assertThatThrownBy(() -> event(message))
                .isInstanceOf(InvalidLogEventException.class)
                .hasMessage("body: is neither logcast.v1 nor UTF-8 text");
    }

    @Test
    void isRefusedIfTheArchiveCannotHoldIt() {
        assertThatThrownBy(() -> event(foreign(utf8("a\0"), null, null, null, "")))
                .isInstanceOf(InvalidLogEventException.class)
                .hasMessage("message: must not contain the NUL character");
    }

    @Test
    void hasAtMost64KibOfText() {
        // Given
        var longest = foreign(utf8("é".repeat(32_768)), null, null, null, "");
        var tooLong = foreign(utf8("é".repeat(32_768) + "x"), null, null, null, "");

        // When
        var event = event(longest);

        // Then
        assertThat(event.message()).hasSize(32_768);
        assertThatThrownBy(() -> event(tooLong))
                .isInstanceOf(InvalidLogEventException.class)
                .hasMessage("body: has more than 65536 bytes");
    }

    @Test
    void readsItsTextInTheCharsetThatIsDeclared() {
        var latin = "Größe".getBytes(StandardCharsets.ISO_8859_1);
        var utf16 = "Größe 😀".getBytes(StandardCharsets.UTF_16);

        assertThat(text(latin, "text/plain; charset=ISO-8859-1", null)).isEqualTo("Größe");
        assertThat(text(latin, "text/plain;charset=\"latin1\"", null)).isEqualTo("Größe");
        // As Celery has it.
        assertThat(text(latin, "text/plain", "iso-8859-1")).isEqualTo("Größe");
        assertThat(text(utf16, "text/plain; charset=utf-16", null)).isEqualTo("Größe 😀");
        assertThat(text(utf8("Größe"), "text/plain; charset=utf8", "utf-8")).isEqualTo("Größe");
        assertThat(text(utf8("Größe"), "text/plain; charset=unheard-of", "br")).isEqualTo("Größe");
    }

    @Test
    void readsCompressedText() throws IOException {
        var deflated = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(deflated)) {
            out.write(utf8("Größe"));
        }

        assertThat(text(gzip(utf8("Größe")), null, "gzip")).isEqualTo("Größe");
        assertThat(text(gzip("Größe".getBytes(StandardCharsets.ISO_8859_1)), "text/plain; charset=latin1", "x-gzip"))
                .isEqualTo("Größe");
        assertThat(text(deflated.toByteArray(), null, "deflate")).isEqualTo("Größe");
        assertThat(text(utf8("not gzip"), null, "gzip")).isEqualTo("not gzip");
        assertThatThrownBy(() -> text(gzip(new byte[100_000_000]), null, "gzip"))
                .hasMessage("body: has more than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "application/octet-stream"})
    void readsJsonLeniently(String contentType) {
        // When
        var event =
                event(foreign(utf8(" {\"level\":40,\"msg\":\"slow\",\"user\":\"ann\"}"), contentType, null, null, ""));

        // Then
        assertThat(event.severity()).isEqualTo(Severity.WARN);
        assertThat(event.message()).isEqualTo("slow");
        assertThat(event.attributes()).isEqualTo(Map.of("user", "ann"));
    }

    @Test
    void takesForTextWhatItCannotReadAsAnEvent() {
        var json = "{\"msg\":\"x\"}";

        assertThat(text(utf8(json), "text/plain", null)).isEqualTo(json);
        assertThat(text(utf8(json), null, null)).isEqualTo("x");
        assertThat(text(utf8("{broken"), null, null)).isEqualTo("{broken");
        assertThat(text(utf8("[" + json + "]"), null, null)).isEqualTo("[" + json + "]");
        assertThat(text(utf8("{\"msg\":\"\\u0000\"}"), null, null)).isEqualTo("{\"msg\":\"\\u0000\"}");
        assertThat(text(utf8("{\"msg\":\"x\",\"a\":\"" + "y".repeat(65_000) + "\",\"b\":\"\"}"), null, null))
                .isEqualTo("x");
    }

    @Test
    void keepsThePropertiesOfItsPublisher() {
        // Given
        var headers = new HashMap<String, Object>();
        headers.put("tenant", "acme");
        headers.put("n", 7);
        headers.put("day", Date.from(SENT));
        headers.put("bytes", new byte[] {1, 2});
        headers.put("list", List.of(1, new StringBuilder("text")));
        headers.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        headers.put("x-delivery-count", 3L);
        headers.put("x-death", List.of());
        headers.put("x-logcast-replay-of", 4L);

        // When
        var event = event(new ForeignMessage(utf8("text"), null, null, "4711", SENT, "my billing", headers, "a.b"));

        // Then
        assertThat(event.timestamp()).isEqualTo(SENT);
        assertThat(event.source()).isEqualTo("my.billing");
        assertThat(event.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(event.attributes())
                .isEqualTo(Map.of(
                        "tenant", "acme",
                        "n", 7L,
                        "day", "2026-01-31T23:59:59Z",
                        "bytes", "AQI=",
                        "list", List.of(1L, "text"),
                        "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                        "messaging.rabbitmq.app_id", "my billing",
                        "messaging.rabbitmq.destination.routing_key", "a.b"));
    }

    @Test
    void prefersWhatTheBodySays() {
        // Given
        var json = """
                {"msg":"x","app":"orders","time":1769900000,"tenant":"acme","id":"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f61"}""";
        var headers = Map.<String, Object>of("tenant", "other");

        // When
        var event = event(new ForeignMessage(utf8(json), null, null, "4711", SENT, "billing", headers, ""));

        // Then
        assertThat(event.id()).hasToString("0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f61");
        assertThat(event.source()).isEqualTo("orders");
        assertThat(event.timestamp()).isEqualTo(Instant.ofEpochSecond(1769900000));
        assertThat(event.attributes())
                .isEqualTo(
                        Map.of("tenant", "acme", "tenant.original", "other", "messaging.rabbitmq.app_id", "billing"));
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(text(utf8("\uFEFFtext"), null, null)).isEqualTo("text");
    }

    private static String text(byte[] body, @Nullable String contentType, @Nullable String contentEncoding) {
        return event(foreign(body, contentType, contentEncoding, null, "")).message();
    }

    private static ForeignMessage foreign(
            byte[] body,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            @Nullable String messageId,
            String routingKey) {
        return new ForeignMessage(body, contentType, contentEncoding, messageId, null, null, Map.of(), routingKey);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static LogEvent event(ForeignMessage message) {
        return message.toEvent(() -> ID, OBSERVED);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
