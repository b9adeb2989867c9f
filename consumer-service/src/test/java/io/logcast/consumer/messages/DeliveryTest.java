package io.logcast.consumer.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.messages.MessageProperties;
import java.util.Map;
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

    private static Delivery delivery(Map<String, Object> headers) {
        return new Delivery(new byte[0], MessageProperties.NONE, "", "kern.info", headers);
    }
}
