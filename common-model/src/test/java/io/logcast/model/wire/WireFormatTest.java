package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.aFullEvent;
import static io.logcast.model.LogEventFixtures.anEvent;
import static io.logcast.model.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pins the wire format by golden files, which the first release wrote. Services of two releases run side by side while they
 * are replaced, and messages wait in queues: readers ignore fields that they do not know, and any other change is a new
 * {@link LogMessage#TYPE}.
 */
class WireFormatTest {

    private static final RoutingAttributes ROUTING_ATTRIBUTES =
            new RoutingAttributes(List.of("tenant", "env", "retry"));

    enum Golden {
        ONE_EVENT(event()),
        FULL_EVENT(aFullEvent().build()),
        THREE_EVENTS(
                anEvent().severity(Severity.WARN).message("first").build(),
                anEvent()
                        .id(UUID.fromString("0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f61"))
                        .severity(Severity.WARN4)
                        .message("second, with another\nline")
                        .build(),
                anEvent().id(new UUID(0, 0)).severity(Severity.WARN).message("").build());

        private final List<LogEvent> events;

        Golden(LogEvent... events) {
            this.events = List.of(events);
        }

        LogMessage message() {
            return new LogMessage(events, ROUTING_ATTRIBUTES.of(events.get(0)));
        }

        byte[] file(String extension) {
            var name = "/wire/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + extension;
            try (var file = WireFormatTest.class.getResourceAsStream(name)) {
                assertThat(file).as(name).isNotNull();
                return file.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesTheGoldenBody(Golden golden) {
        // When
        var body = golden.message().body();

        // Then
        assertThat(body).asString().isEqualTo(new String(golden.file(".ndjson"), StandardCharsets.UTF_8));
        assertThat(body).isEqualTo(golden.file(".ndjson"));
    }

    @ParameterizedTest
    @EnumSource
    void writesTheGoldenHeaders(Golden golden) {
        // When
        var text = properties(golden.message());

        // Then
        assertThat(text).isEqualTo(new String(golden.file(".headers"), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void readsTheGoldenBody(Golden golden) {
        // When
        var content = LogMessage.read(golden.file(".ndjson"));

        // Then
        assertThat(content.events()).isEqualTo(golden.events);
        assertThat(content.unreadable()).isEmpty();
    }

    /** As a later release may write it: with fields that this one does not know. */
    @ParameterizedTest
    @EnumSource
    void readsTheGoldenBodyWithTomorrowsAdditions(Golden golden) {
        // Given
        var body = new String(golden.file(".ndjson"), StandardCharsets.UTF_8)
                .replace("{\"id\":", "{\"trace_flags\":1,\"links\":[{\"id\":\"a\",\"message\":null}],\"id\":")
                .replace("}\n", ",\"event_name\":\"card.declined\",\"more\":{\"source\":{}}}\n");

        // When
        var content = LogMessage.read(body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(content.unreadable()).isEmpty();
        assertThat(content.events()).isEqualTo(golden.events);
    }

    @Test
    void tellsItsOwnTypesFromThoseOfLaterReleasesAndOfOthers() {
        assertThat(LogMessage.isOfLaterRelease("logcast.v1")).isFalse();
        assertThat(LogMessage.isOfLaterRelease("logcast.v2")).isTrue();
        assertThat(LogMessage.isOfLaterRelease("logcast.batch")).isTrue();
        assertThat(LogMessage.isOfLaterRelease("order.shipped")).isFalse();
        assertThat(LogMessage.isOfLaterRelease(null)).isFalse();
    }

    private static String properties(LogMessage message) {
        var text = new StringBuilder()
                .append("type: ")
                .append(LogMessage.TYPE)
                .append('\n')
                .append("content-type: ")
                .append(LogMessage.CONTENT_TYPE)
                .append('\n')
                .append("app-id: ")
                .append(LogMessage.APP_ID)
                .append('\n')
                .append("message-id: ")
                .append(message.messageId())
                .append('\n')
                .append("routing-key: ")
                .append(message.routingKey())
                .append('\n');
        new TreeMap<>(message.headers())
                .forEach((name, value) -> text.append("header ")
                        .append(name)
                        .append(": ")
                        .append(value.getClass().getSimpleName())
                        .append(' ')
                        .append(value)
                        .append('\n'));
        return text.toString();
    }
}
