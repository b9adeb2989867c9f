package io.logcast.rabbitmq.attributes;

import static io.logcast.rabbitmq.attributes.Attribute.both;
import static io.logcast.rabbitmq.attributes.Attribute.incoming;

import io.logcast.rabbitmq.attributes.Attribute.Millis;
import java.util.List;

/** Attributes of exchanges, queues and bindings, and whether they are declared. */
final class TopologyAttributes {

    static final List<Attribute> ALL = List.of(
            both(
                    "topology",
                    "string",
                    "",
                    "Names of `topology.<name>.*` blocks, separated by commas, that are declared in this order before"
                            + " the channel's own exchange and queue, at start and after every reconnect."),
            both("exchange.name", "string", "the channel's name", "The exchange; `\"\"` is the default exchange."),
            both("exchange.type", "string", "topic", "direct, fanout, headers or topic."),
            both("exchange.durable", "boolean", "true", "Whether the exchange survives a restart of the broker."),
            both("exchange.auto-delete", "boolean", "false", "Whether the exchange is deleted with its last binding."),
            both("exchange.declare", "boolean", "true", "Whether to declare the exchange."),
            both(
                    "exchange.arguments",
                    "string",
                    "rabbitmq-exchange-arguments",
                    "The `@Identifier` of a `Map` bean with the exchange's arguments."),
            incoming(
                    "queue.name",
                    "string",
                    "the channel's name",
                    "The queue; `" + KnownAttributes.SERVER_NAMED + "` lets the broker name an exclusive one."),
            incoming("queue.durable", "boolean", "true", "Whether the queue survives a restart of the broker."),
            incoming("queue.exclusive", "boolean", "false", "Whether the queue belongs to this connection alone."),
            incoming("queue.auto-delete", "boolean", "false", "Whether the queue is deleted with its last consumer."),
            incoming("queue.declare", "boolean", "true", "Whether to declare the queue and its bindings."),
            incoming("queue.ttl", "long", null, "How long a message may wait in the queue (ms).")
                    .millis(0, Millis.LONGEST_TTL),
            incoming(
                    "queue.single-active-consumer",
                    "boolean",
                    null,
                    "Whether only one consumer at a time gets messages."),
            incoming(
                    "queue.arguments",
                    "string",
                    "rabbitmq-queue-arguments",
                    "The `@Identifier` of a `Map` bean with the queue's arguments."),
            incoming(
                    "queue.x-*",
                    "any",
                    null,
                    "Any argument of the queue by its own name, such as `queue.x-queue-type=quorum`,"
                            + " `queue.x-delivery-limit=20`, `queue.x-max-length-bytes`, `queue.x-overflow`,"
                            + " `queue.x-dead-letter-strategy`. Numbers and booleans are sent as such."),
            incoming("routing-keys", "string", "#", "The binding's routing keys, separated by commas."),
            incoming(
                    "arguments",
                    "string",
                    null,
                    "The binding's arguments, `key:value,key:value`; a value may contain `:`, and one in double quotes"
                            + " stays a string."),
            incoming("auto-bind-dlq", "boolean", "false", "Whether to declare a dead-letter queue and bind it."),
            incoming(
                    "dead-letter-queue-name",
                    "string",
                    "the queue's name and `.dlq`",
                    "The dead-letter queue of `auto-bind-dlq`."),
            incoming(
                    "dead-letter-exchange",
                    "string",
                    "DLX",
                    "The exchange for dead letters: of `auto-bind-dlq` and of the failure strategy `dead-letter`."),
            incoming("dead-letter-exchange-type", "string", "direct", "The type of that exchange."),
            incoming(
                    "dead-letter-exchange.arguments",
                    "string",
                    null,
                    "The `@Identifier` of a `Map` bean with that exchange's arguments."),
            incoming(
                    "dead-letter-routing-key",
                    "string",
                    "the queue's name",
                    "The routing key of dead letters: of `auto-bind-dlq` and of the failure strategy `dead-letter`."),
            incoming("dlx.declare", "boolean", "false", "Whether `auto-bind-dlq` declares the exchange too."),
            incoming("dead-letter-queue-type", "string", null, "The dead-letter queue's `x-queue-type`."),
            incoming("dead-letter-queue-mode", "string", null, "The dead-letter queue's `x-queue-mode`."),
            incoming(
                    "dead-letter-queue.arguments",
                    "string",
                    null,
                    "The `@Identifier` of a `Map` bean with the dead-letter queue's arguments."),
            incoming("dead-letter-ttl", "long", null, "How long a message may wait in the dead-letter queue (ms).")
                    .millis(0, Millis.LONGEST_TTL),
            incoming("dead-letter-dlx", "string", null, "The dead-letter queue's own `x-dead-letter-exchange`."),
            incoming(
                    "dead-letter-dlx-routing-key",
                    "string",
                    null,
                    "The dead-letter queue's own `x-dead-letter-routing-key`."));

    private TopologyAttributes() {}
}
