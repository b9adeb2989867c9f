package io.logcast.rabbitmq.attributes;

import static io.logcast.rabbitmq.attributes.Attribute.outgoing;

import io.logcast.rabbitmq.attributes.Attribute.Millis;
import java.util.List;

/** Attributes of how an outgoing channel publishes. */
final class PublishingAttributes {

    static final List<Attribute> ALL = List.of(
            outgoing(
                    "max-inflight-messages",
                    "long",
                    "1024",
                    "How many messages may be accepted and not yet acked or nacked (1 to 65536); beyond it the channel"
                            + " requests no more."),
            outgoing("default-routing-key", "string", "", "The routing key of a message whose metadata has none."),
            outgoing("default-ttl", "long", null, "The `expiration` of a message whose metadata has none (ms).")
                    .millis(0, Millis.LONGEST_TTL),
            outgoing(
                            "publish-timeout",
                            "int",
                            "5000",
                            "After this a message without an outcome is nacked with `DEADLINE` (ms).")
                    .millis(1, Millis.AN_HOUR),
            outgoing(
                            "unavailable-grace",
                            "int",
                            "0",
                            "How long a message may wait for a lost or blocked connection before it is nacked (ms).")
                    .millis(0, Millis.AN_HOUR));

    private PublishingAttributes() {}
}
