package io.logcast.consumer.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.messages.MessageProperties;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    @Test
    void aMessageThatCameBackTellsHowOften() {
        assertThat(delivery(Map.of("x-delivery-count", 3L)).deliveryCount()).isEqualTo(3);
    }

    @Test
    void aMessageWithoutACountCameForTheFirstTime() {
        assertThat(delivery(Map.of()).deliveryCount()).isZero();
    }

    @Test
    void onlyAMessageOfOursWithAnIdIsReplayed() {
        var id = UUID.randomUUID();
        assertThat(ours(Map.of(Delivery.REPLAYED, id.toString())).replay()).isEqualTo(id);
        assertThat(ours(Map.of(Delivery.REPLAYED, "a\r\nb")).replay()).isNull();
        assertThat(ours(Map.of()).replay()).isNull();
        assertThat(delivery(Map.of(Delivery.REPLAYED, id.toString())).replay()).isNull();
    }

    private static Delivery ours(Map<String, Object> headers) {
        var properties = new MessageProperties(null, LogMessage.TYPE, null, null, null, null, null, null, null);
        return new Delivery(new byte[0], properties, "", "kern.info", headers);
    }

    private static Delivery delivery(Map<String, Object> headers) {
        return new Delivery(new byte[0], MessageProperties.NONE, "", "kern.info", headers);
    }
}
