package io.logcast.consumer.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.messages.Delivery;
import io.logcast.model.fields.ForeignMessage;
import io.logcast.rabbitmq.messages.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final UUID ID = UUID.fromString("0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60");

    @Test
    void isFoundByTheIdThatItsJsonHas() {
        assertThat(ids("{\"id\":\"" + ID + "\",\"msg\":\"x\"}", null)).containsExactly(ID);
        assertThat(ids("{\"id\":\"" + ID + "\",\"msg\":\"x\"}", "m-1")).containsExactly(ID, ForeignMessage.idOf("m-1"));
    }

    @Test
    void isFoundByTheMessagesIdWhereItsBodyHasNone() {
        assertThat(ids("text", "m-1")).containsExactly(ForeignMessage.idOf("m-1"));
        assertThat(ids("{\"id\":7,\"msg\":\"x\"}", "m-1")).containsExactly(ForeignMessage.idOf("m-1"));
        assertThat(ids("\0", "m-1")).containsExactly(ForeignMessage.idOf("m-1"));
        assertThat(ids("text", null)).isEmpty();
    }

    private static List<UUID> ids(String body, @Nullable String messageId) {
        var properties = new MessageProperties(messageId, null, null, null, null, null, null, null, null);
        var delivery = new Delivery(body.getBytes(StandardCharsets.UTF_8), properties, "logs", "", Map.of());
        return DeadLetter.of(delivery).eventIds();
    }
}
