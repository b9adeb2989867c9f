package io.logcast.rabbitmq.attributes;

import static io.logcast.rabbitmq.attributes.Attribute.incoming;

import io.logcast.rabbitmq.attributes.Attribute.Millis;
import java.util.List;

/** Attributes of how an incoming channel consumes. */
final class ConsumingAttributes {

    static final List<Attribute> ALL = List.of(
            incoming(
                    "max-outstanding-messages",
                    "int",
                    "256",
                    "The prefetch: how many messages may be delivered and not yet settled (1 to 65535)."),
            incoming(
                    "max-outstanding-bytes",
                    "int",
                    "16777216",
                    "A limit in bytes beside the prefetch: once the messages that are delivered and not settled have this"
                            + " many bytes, headers included, no more are taken (65536 to 2147483647). Without effect with"
                            + " `auto-acknowledgement`."),
            incoming(
                            "give-back-after",
                            "int",
                            "0",
                            "For an application that keeps messages and retries while something that it needs is away. When it has"
                                    + " settled none of them for this long, or their consumer is lost, all are given back to the"
                                    + " broker, and none are taken until the application settles or requests one (ms). So an"
                                    + " outage counts once toward the delivery limit. If it holds a message for this long while"
                                    + " it settles others, only that message is given back. Choose less than the broker's"
                                    + " consumer timeout (30 minutes). 0: never, for an application that settles messages only"
                                    + " after more have come.")
                    .millis(0, Millis.A_DAY),
            incoming(
                    "failure-strategy",
                    "string",
                    "reject",
                    "What becomes of a nacked message: `reject` (the broker dead-letters or drops it), `requeue`,"
                            + " `dead-letter` (published with the reason to `dead-letter-exchange`, confirmed, then"
                            + " acked), `accept` or `ignore` (acked), `fail` (rejected, and consuming stops)."),
            incoming(
                    "auto-acknowledgement", "boolean", "false", "Whether a delivery counts as acknowledged when sent."),
            incoming("broadcast", "boolean", "false", "Whether several subscribers each get every message."),
            incoming("consumer-tag", "string", "the broker's", "The consumer's tag."),
            incoming(
                    "consumer-exclusive",
                    "boolean",
                    "false",
                    "Whether this consumer excludes all others from the queue."),
            incoming("consumer-arguments", "string", null, "The consumer's arguments, `key:value,key:value`."),
            incoming(
                    "content-type-override",
                    "string",
                    null,
                    "The content type that `ReceivedMetadata` reports, whatever the message says."));

    private ConsumingAttributes() {}
}
