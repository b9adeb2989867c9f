package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.anEvent;
import static io.logcast.model.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.model.event.InvalidLogEventException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogMessageBuilderTest {

    private static final RoutingAttributes NONE = new RoutingAttributes(List.of());
    private static final Route ROUTE = Route.of(event(), Map.of());

    @Test
    void growsUpToItsBoundsAndNoFurther() {
        // Given
        var line = LogEventWriter.json(event()).length + 1;
        var byBytes = new LogMessageBuilder(event(), ROUTE, 100, 3 * line);
        var byEvents = new LogMessageBuilder(event(), ROUTE, 2, 100 * line);

        // When
        var added = List.of(byBytes.add(event()), byBytes.add(event()), byBytes.add(event()));

        // Then
        assertThat(added).containsExactly(true, true, false);
        assertThat(byBytes.bytes()).isEqualTo(3 * line);
        assertThat(LogMessage.read(byBytes.build().body()).events()).containsExactly(event(), event(), event());
        assertThat(byBytes.build().events()).isEqualTo(3);
        assertThat(byEvents.add(event())).isTrue();
        assertThat(byEvents.add(event())).isFalse();
    }

    @Test
    void refusesAnEventWhoseJsonIsTooLargeAndKeepsTheOthers() {
        // Given
        var controls = anEvent().message("\u0001".repeat(65_536)).build();
        var attributes = anEvent().attribute("a", "\u0001".repeat(60_000)).build();
        var builder = new LogMessageBuilder(event(), ROUTE, 100, 1024 * 1024);

        // Then
        assertThatThrownBy(() -> builder.add(controls))
                .hasMessage(
                        "message: makes the event larger than 262144 bytes of JSON, where a control character takes six");
        assertThatThrownBy(() -> builder.add(attributes)).hasMessageStartingWith("attributes: ");
        assertThatThrownBy(() -> LogMessage.of(controls, NONE)).isInstanceOf(InvalidLogEventException.class);
        assertThat(builder.add(event())).isTrue();
        assertThat(LogMessage.read(builder.build().body()).events()).containsExactly(event(), event());
        assertThat(builder.build().events()).isEqualTo(2);
    }

    @Test
    void joinsTheEventsOfMessagesInTheirOrder() {
        // Given
        var events = IntStream.range(0, 3)
                .mapToObj(i -> anEvent().id(new UUID(0, i)).build())
                .toList();
        var tenant = Map.<String, Object>of("tenant", "acme");
        // When
        var joined = LogMessageBuilder.joined(
                List.of(new LogMessage(events.subList(0, 2), tenant), new LogMessage(events.subList(2, 3), tenant)));
        // Then
        var whole = new LogMessage(events, tenant);
        assertThat(joined.body()).isEqualTo(whole.body());
        assertThat(joined.headers()).isEqualTo(whole.headers());
        assertThat(joined.messageId()).isEqualTo(whole.messageId());
        assertThat(joined.timestamp()).isEqualTo(whole.timestamp());
    }

    @Test
    void joinsMessagesOfOneRouteAlone() {
        // Given
        var plain = new LogMessage(List.of(event()), Map.of());
        var ofTenant = new LogMessage(List.of(event()), Map.of("tenant", "acme"));
        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> LogMessageBuilder.joined(List.of(plain, ofTenant)));
        assertThatIllegalArgumentException().isThrownBy(() -> LogMessageBuilder.joined(List.of()));
    }
}
