package io.logcast.rabbitmq.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PayloadEncoderTest {

    @Test
    void bytesAreSentAsTheyAre() {
        var bytes = new byte[] {1, 2};

        assertThat(PayloadEncoder.bytes(bytes)).isSameAs(bytes);
        assertThat(PayloadEncoder.bytes(Buffer.buffer(bytes))).containsExactly(1, 2);
        assertThat(PayloadEncoder.contentType(bytes)).isEqualTo("application/octet-stream");
    }

    @Test
    void simpleValuesAreText() {
        assertThat(PayloadEncoder.bytes("ä")).containsExactly(0xC3, 0xA4);
        assertThat(PayloadEncoder.bytes(7)).asString().isEqualTo("7");
        assertThat(PayloadEncoder.contentType(new UUID(0, 1))).isEqualTo("text/plain");
    }

    @Test
    void everythingElseIsJson() {
        assertThat(PayloadEncoder.bytes(new JsonObject().put("a", 1)))
                .asString()
                .isEqualTo("{\"a\":1}");
        assertThat(PayloadEncoder.bytes(new JsonArray().add(1))).asString().isEqualTo("[1]");
        assertThat(PayloadEncoder.contentType(new JsonObject())).isEqualTo("application/json");
    }

    @Test
    void noPayloadIsNoBytes() {
        assertThat(PayloadEncoder.bytes(null)).isEmpty();
    }
}
