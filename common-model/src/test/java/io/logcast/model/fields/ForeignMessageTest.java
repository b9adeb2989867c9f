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
