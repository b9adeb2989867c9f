package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.ID;
import static io.logcast.model.LogEventFixtures.OBSERVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
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
        var message = new ForeignMessage(utf8("Hello World! 😀"), messageId, "");

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
        var message = new ForeignMessage(utf8("text"), null, "kern.critical");

        // When
        var event = event(message);

        // Then
        assertThat(event.attributes()).isEqualTo(Map.of("messaging.rabbitmq.destination.routing_key", "kern.critical"));
    }

    @Test
    void keepsAMessageIdThatIsAUuid() {
        // Given
        var message = new ForeignMessage(utf8("text"), "2C8F1F9E-5E0B-4B57-9C79-3E3F0E1D2C3B", "");

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
        var message = new ForeignMessage(new byte[] {'a', (byte) 0xFF}, null, "");

        // Then
        assertThatThrownBy(() -> event(message))
                .isInstanceOf(InvalidLogEventException.class)
                .hasMessage("body: is neither logcast.v1 nor UTF-8 text");
    }

    @Test
    void isRefusedIfTheArchiveCannotHoldIt() {
        assertThatThrownBy(() -> event(new ForeignMessage(utf8("a\0"), null, "")))
                .isInstanceOf(InvalidLogEventException.class)
                .hasMessage("message: must not contain the NUL character");
    }

    @Test
    void hasAtMost64KibOfText() {
        // Given
        var longest = new ForeignMessage(utf8("é".repeat(32_768)), null, "");
        var tooLong = new ForeignMessage(utf8("é".repeat(32_768) + "x"), null, "");

        // When
        var event = event(longest);

        // Then
        assertThat(event.message()).hasSize(32_768);
        assertThatThrownBy(() -> event(tooLong))
                .isInstanceOf(InvalidLogEventException.class)
                .hasMessage("body: has more than 65536 bytes");
    }

    private static LogEvent event(ForeignMessage message) {
        return message.toEvent(() -> ID, OBSERVED);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
