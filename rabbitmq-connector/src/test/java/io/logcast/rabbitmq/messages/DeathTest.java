package io.logcast.rabbitmq.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.impl.LongStringHelper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeathTest {

    @Test
    void isTheNewest() {
        // Given
        var newest = Map.of(
                "reason", LongStringHelper.asLongString("expired"),
                "exchange", LongStringHelper.asLongString("logs"),
                "routing-keys", List.of(LongStringHelper.asLongString("a.info"), LongStringHelper.asLongString("copy")),
                "queue", LongStringHelper.asLongString("work"));
        // When
        var death = Death.last(Map.of("x-death", List.of(newest, Map.of("reason", "maxlen"))));
        // Then
        assertThat(death).hasValue(new Death("expired", "logs", "a.info", "work"));
    }

    @Test
    void isEmptyWhereTheBrokerGaveNothingUp() {
        assertThat(Death.last(Map.of())).isEmpty();
        assertThat(Death.last(Map.of("x-death", List.of()))).isEmpty();
        assertThat(Death.last(Map.of("x-death", "a client's own"))).isEmpty();
    }
}
