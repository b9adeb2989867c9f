package io.logcast.consumer.deadletters;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.messages.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenewalTest {

    @Test
    void keepsWhatOnlyALaterReleaseKnows() {
        // Given
        var one = event("one");
        var two = event("two");
        var unknown = ",\"shard\":{\"id\":\"%s\",\"of\":[1.50]}}".formatted(one.id());
        var body = json(one).replaceAll("}$", unknown) + "\n" + json(two).replaceAll("}$", unknown) + "\n";
        // When
        var renewal = Renewal.of(7, letter(body));
        // Then
        assertThat(new String(renewal.letter().body(), StandardCharsets.UTF_8))
                .isEqualTo(body.replaceFirst(
                                one.id().toString(), renewal.ids().get(0).toString())
                        .replace(two.id().toString(), renewal.ids().get(1).toString()));
        assertThat(LogMessage.read(renewal.letter().body()).events())
                .extracting(LogEvent::id)
                .containsExactlyElementsOf(renewal.ids());
    }

    private static DeadLetter letter(String body) {
        var properties = new MessageProperties(null, LogMessage.TYPE, null, null, null, null, null, null, null);
        return new DeadLetter(
                Kind.ID_CONFLICT,
                "",
                null,
                1,
                "logs",
                "a.info",
                "logs.archive",
                null,
                properties,
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
