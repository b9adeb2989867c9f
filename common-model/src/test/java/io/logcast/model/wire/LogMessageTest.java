package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.aFullEvent;
import static io.logcast.model.LogEventFixtures.anEvent;
import static io.logcast.model.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage.UnreadableLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogMessageTest {

    private static final RoutingAttributes NONE = new RoutingAttributes(List.of());

    @Test
    void carriesManyEventsInTheirOrder() {
        // Given
        var events = IntStream.range(0, 1000)
                .mapToObj(
                        i -> anEvent().id(new UUID(0, i)).message("line\n" + i).build())
                .toList();

        // When
        var content = LogMessage.read(new LogMessage(events, Map.of()).body());

        // Then
        assertThat(content.events()).isEqualTo(events);
        assertThat(content.unreadable()).isEmpty();
    }

    @Test
    void hasAtLeastOneEvent() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogMessage(List.of(), Map.of()));
    }

    @Test
    void takesTheLongestTextOfEveryScript() {
        for (var text : List.of("x".repeat(65_536), "\"".repeat(65_536), "\n".repeat(65_536), "😀".repeat(16_384))) {
            assertThat(LogMessage.of(anEvent().message(text).build(), NONE).events())
                    .isEqualTo(1);
        }
    }

    @Test
    void readsWhatEarlierReleasesSentHoweverLarge() {
        // Given
        var large = anEvent()
                .message("\u0001".repeat(65_536))
                .attribute("a", "\u0001".repeat(60_000))
                .build();

        // When
        var content = LogMessage.read(new LogMessage(List.of(large), Map.of()).body());

        // Then
        assertThat(content.events()).containsExactly(large);
    }

    @Test
    void hasOneRoutingKey() {
        // Given
        var error = anEvent().severity(Severity.ERROR).build();
        var error2 = anEvent().severity(Severity.ERROR2).build();
        var other = anEvent().severity(Severity.ERROR).source("orders").build();

        // When
        var message = new LogMessage(List.of(error, error2), Map.of());

        // Then
        assertThat(message.routingKey()).isEqualTo("payments.api.error");
        assertThatIllegalArgumentException().isThrownBy(() -> new LogMessage(List.of(error, event()), Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogMessage(List.of(error, other), Map.of()));
    }

    @Test
    void hasTheRoutingAttributesOfItsEventAsHeaders() {
        // When
        var message =
                LogMessage.of(aFullEvent().build(), new RoutingAttributes(List.of("tenant", "largest", "absent")));

        // Then
        assertThat(message.headers())
                .isEqualTo(Map.of(
                        "tenant", "acme",
                        "largest", Long.MAX_VALUE,
                        "severity", "error",
                        "source", "payments.api",
                        "events", 1));
    }

    @Test
    void keepsItsPayloadOutOfLogs() {
        // Given
        var message = LogMessage.of(anEvent().message("secret").build(), NONE);

        // When
        var text = message.toString();

        // Then
        assertThat(text).isEqualTo("LogMessage[0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60, 1 events, payments.api.info]");
    }

    @Test
    void losesABrokenLineAndNoOther() {
        // Given
        var good = new String(LogEventWriter.json(event()), StandardCharsets.UTF_8);
        var body =
                String.join("\n", good, "{broken", good, "", "{\"message\":\"x\"}", good.replace("Hello", "\0"), good);

        // When
        var content = read(body);

        // Then
        assertThat(content.events()).containsExactly(event(), event(), event());
        assertThat(content.unreadable()).extracting(UnreadableLine::number).containsExactly(2, 4, 5, 6);
        assertThat(content.unreadable()).extracting(UnreadableLine::reason).contains("it is empty", "id: is required");
        assertThat(IntStream.range(0, 3).map(content::lineNumber)).containsExactly(1, 3, 7);
    }

    @Test
    void losesALineOfInvalidUtf8AndNoOther() {
        // Given
        var body = (json(event()) + "\n" + json(event()) + "\n").getBytes(StandardCharsets.UTF_8);
        body[body.length / 2 + 3] = (byte) 0xFF;

        // When
        var content = LogMessage.read(body);

        // Then
        assertThat(content.events()).containsExactly(event());
        assertThat(content.unreadable()).extracting(UnreadableLine::number).containsExactly(2);
    }

    @Test
    void needsAnIdAndAnObservedTimestampInEachLine() {
        // Given
        var id = "\"id\":\"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60\"";
        var body =
                "{\"message\":\"x\",\"observed_timestamp\":\"2026-01-31T23:59:59Z\"}\n{\"message\":\"x\"," + id + "}";

        // When
        var content = read(body);

        // Then
        assertThat(content.unreadable())
                .extracting(UnreadableLine::number, UnreadableLine::reason)
                .containsExactly(tuple(1, "id: is required"), tuple(2, "observed_timestamp: is required"));
    }

    @Test
    void takesALastLineWithoutItsEndAndWindowsLineEnds() {
        // Given
        var body = json(event()) + "\r\n" + json(event());

        // When
        var content = read(body);

        // Then
        assertThat(content).isEqualTo(new LogMessage.Content(List.of(event(), event()), List.of()));
    }

    @Test
    void findsNoEventInAnEmptyBodyAndSaysSo() {
        // When
        var content = read("");

        // Then
        assertThat(content.events()).isEmpty();
        assertThat(content.unreadable()).containsExactly(new UnreadableLine(1, "it is empty"));
    }

    private static String json(LogEvent event) {
        return new String(LogEventWriter.json(event), StandardCharsets.UTF_8);
    }

    private static LogMessage.Content read(String body) {
        return LogMessage.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
