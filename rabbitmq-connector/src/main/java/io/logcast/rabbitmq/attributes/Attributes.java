package io.logcast.rabbitmq.attributes;

import static io.logcast.rabbitmq.attributes.Attribute.both;
import static io.logcast.rabbitmq.attributes.Attribute.incoming;
import static io.logcast.rabbitmq.attributes.Attribute.outgoing;
import static io.logcast.rabbitmq.attributes.Attribute.unused;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All attributes of the connector; the README's tables are checked against this list. */
public final class Attributes {

    /** The name that asks the broker for a queue of its own naming. */
    public static final String SERVER_NAMED = "(server.auto)";

    private static final String CONFIRMED = "confirms are always on";
    private static final String RECONNECTS = "the connector reconnects forever by itself";

    // Ranges of times (ms).
    private static final long TEN_MINUTES = 600_000;
    private static final long AN_HOUR = 3_600_000;
    private static final long A_DAY = 86_400_000;
    // As RabbitMQ has it.
    private static final long LONGEST_TTL = 4_294_967_295L;

    private static final List<Attribute> CONNECTION = List.of(
            both("host", "string", "localhost", "The broker's host.").alias("rabbitmq-host"),
            both("port", "int", "5672", "The broker's port.").alias("rabbitmq-port"),
            both("addresses", "string", null, "Several brokers, `host:port,host:port`; overrides host and port.")
                    .alias("rabbitmq-addresses"),
            both("username", "string", "guest", "The user.").alias("rabbitmq-username"),
            both("password", "string", "guest", "The user's password.").alias("rabbitmq-password"),
            both(
                            "username-file",
                            "string",
                            null,
                            "A file with the user's name; overrides `username`. Read for each attempt to connect.")
                    .alias("rabbitmq-username-file"),
            both(
                            "password-file",
                            "string",
                            null,
                            "A file with the password; overrides `password`. Read for each attempt to connect, so that a new"
                                    + " password takes no restart.")
                    .alias("rabbitmq-password-file"),
            both("virtual-host", "string", "/", "The virtual host.").alias("rabbitmq-virtual-host"),
            both("ssl", "boolean", "false", "Whether to speak TLS; implied by `tls-configuration-name`.")
                    .alias("rabbitmq-ssl"),
            both(
                            "tls-configuration-name",
                            "string",
                            null,
                            "The name of a configuration in Quarkus' TLS registry: trust store, key store (mTLS), protocols.")
                    .alias("rabbitmq-tls-configuration-name"),
            both(
                    "ssl.hostname-verification-algorithm",
                    "string",
                    "HTTPS",
                    "`HTTPS` checks that the certificate is the host's, `NONE` does not."),
            both(
                            "trust-all",
                            "boolean",
                            "false",
                            "Whether to accept a certificate of any authority; the host name is checked all the same, unless"
                                    + " `ssl.hostname-verification-algorithm` is `NONE`. Not for production.")
                    .alias("rabbitmq-trust-all"),
            both(
                            "trust-store-path",
                            "string",
                            null,
                            "A trust store (JKS or PKCS#12), where no TLS configuration is named.")
                    .alias("rabbitmq-trust-store-path"),
            both("trust-store-password", "string", null, "The trust store's password.")
                    .alias("rabbitmq-trust-store-password"),
            both("connection-timeout", "int", "5000", "The longest wait for a TCP connection (ms).")
                    .millis(1, TEN_MINUTES),
            both("handshake-timeout", "int", "5000", "The longest wait for the TLS and the AMQP handshake (ms).")
                    .millis(1, TEN_MINUTES),
            both("rpc-timeout", "int", "5000", "The longest wait for the broker's answer to a declaration (ms).")
                    .millis(1, TEN_MINUTES),
            both("requested-heartbeat", "int", "10", "The heartbeat's interval (s); 0 for none."),
            both(
                            "reconnect-delay-max",
                            "int",
                            "1000",
                            "The longest pause between two attempts to connect or to open a channel again (ms); it starts at"
                                    + " a twentieth of it and doubles, with jitter.")
                    .millis(20, TEN_MINUTES),
            both(
                            "topology-check-interval",
                            "int",
                            "5000",
                            "How often the connection's channels look whether their exchanges and queues are still there, and"
                                    + " make their bindings again (ms).")
                    .millis(100, AN_HOUR),
            both(
                            "startup-wait",
                            "int",
                            "3000",
                            "The longest that the start waits for the first attempt to connect (ms).")
                    .millis(0, TEN_MINUTES),
            both(
                    "shared-connection-name",
                    "string",
                    null,
                    "Channels of one direction with the same name share a connection. Without it all outgoing channels"
                            + " share one and each incoming channel has its own."),
            both("drain-timeout", "int", "10000", "At shutdown, the longest wait for messages in flight (ms).")
                    .millis(0, TEN_MINUTES),
            both("health-enabled", "boolean", "true", "Whether the channel counts for health."),
            both(
                    "health-readiness-enabled",
                    "boolean",
                    "true",
                    "Whether readiness waits for the channel's first start."),
            both("tracing.enabled", "boolean", "true", "Whether spans are made and `traceparent` is passed on."),
            both(
                    "tracing.attribute-headers",
                    "string",
                    "",
                    "Headers, separated by commas, that are recorded as span attributes."));

    private static final List<Attribute> TOPOLOGY = List.of(
            both(
                    "topology",
                    "string",
                    "",
                    "Names of `topology.<name>.*` blocks, separated by commas, that are declared in this order before"
                            + " the channel's own exchange and queue, at start and after every reconnect."),
            both("exchange.name", "string", "the channel's name", "The exchange; `\"\"` is the default exchange."),
            both("exchange.type", "string", "topic", "direct, fanout, headers or topic."),
            both("exchange.durable", "boolean", "true", "Whether the exchange survives a restart of the broker."),
            both("exchange.auto-delete", "boolean", "false", "Whether the exchange goes with its last binding."),
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
                    "The queue; `" + SERVER_NAMED + "` lets the broker name an exclusive one."),
            incoming("queue.durable", "boolean", "true", "Whether the queue survives a restart of the broker."),
            incoming("queue.exclusive", "boolean", "false", "Whether the queue belongs to this connection alone."),
            incoming("queue.auto-delete", "boolean", "false", "Whether the queue goes with its last consumer."),
            incoming("queue.declare", "boolean", "true", "Whether to declare the queue and its bindings."),
            incoming("queue.ttl", "long", null, "How long a message may wait in the queue (ms).")
                    .millis(0, LONGEST_TTL),
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
                    .millis(0, LONGEST_TTL),
            incoming("dead-letter-dlx", "string", null, "The dead-letter queue's own `x-dead-letter-exchange`."),
            incoming("dead-letter-dlx-routing-key", "string", null, "And its `x-dead-letter-routing-key`."));

    private static final List<Attribute> CONSUMING = List.of(
            incoming(
                    "max-outstanding-messages",
                    "int",
                    "256",
                    "The prefetch: how many messages may be delivered and not yet settled (1 to 65535)."),
            incoming(
                    "max-outstanding-bytes",
                    "int",
                    "16777216",
                    "The window of bytes over the prefetch: once the bodies of the messages that are delivered and not"
                            + " settled are that many, no more are taken (65536 to 2147483647). Without effect with"
                            + " `auto-acknowledgement`."),
            incoming(
                            "give-back-after",
                            "int",
                            "0",
                            "For an application that keeps messages and tries again while what it needs is away: when it has"
                                    + " settled none of them for this long, or their consumer is lost, they are the broker's"
                                    + " again, and none are taken until the application settles or asks for one (ms). So an"
                                    + " outage counts once toward the delivery limit. Choose less than the broker's consumer"
                                    + " timeout (30 minutes). 0: never, as an application needs that settles messages only"
                                    + " when more have come.")
                    .millis(0, A_DAY),
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
            incoming("consumer-exclusive", "boolean", "false", "Whether no other consumer may have the queue."),
            incoming("consumer-arguments", "string", null, "The consumer's arguments, `key:value,key:value`."),
            incoming(
                    "content-type-override",
                    "string",
                    null,
                    "The content type that `ReceivedMetadata` tells, whatever the message says."));

    private static final List<Attribute> PUBLISHING = List.of(
            outgoing(
                    "max-inflight-messages",
                    "long",
                    "1024",
                    "How many messages may be accepted and not yet acked or nacked (1 to 65536); beyond it the channel"
                            + " requests no more."),
            outgoing("default-routing-key", "string", "", "The routing key of a message whose metadata has none."),
            outgoing("default-ttl", "long", null, "The `expiration` of a message whose metadata has none (ms).")
                    .millis(0, LONGEST_TTL),
            outgoing(
                            "publish-timeout",
                            "int",
                            "5000",
                            "After this a message without an outcome is nacked with `DEADLINE` (ms).")
                    .millis(1, AN_HOUR),
            outgoing(
                            "unavailable-grace",
                            "int",
                            "0",
                            "How long a message may wait for a lost or blocked connection before it is nacked (ms).")
                    .millis(0, AN_HOUR));

    private static final List<Attribute> IGNORED = List.of(
            unused("publish-confirms", Direction.OUTGOING, CONFIRMED),
            unused("retry-on-fail-attempts", Direction.OUTGOING, "a failure reaches the caller at once"),
            unused("retry-on-fail-interval", Direction.OUTGOING, "a failure reaches the caller at once"),
            unused("max-outgoing-internal-queue-size", Direction.OUTGOING, "bounded by max-inflight-messages"),
            unused("max-incoming-internal-queue-size", Direction.INCOMING, "bounded by max-outstanding-messages"),
            unused("keep-most-recent", Direction.INCOMING, "nothing is discarded"),
            unused("health-lazy-subscription", Direction.INCOMING, "only subscribed channels count for health"),
            unused("automatic-recovery-enabled", Direction.BOTH, RECONNECTS),
            unused("automatic-recovery-on-initial-connection", Direction.BOTH, RECONNECTS),
            unused("reconnect-attempts", Direction.BOTH, RECONNECTS),
            unused("reconnect-interval", Direction.BOTH, RECONNECTS),
            unused("network-recovery-interval", Direction.BOTH, RECONNECTS),
            unused("user", Direction.BOTH, "`username` is the one that the stock connector uses too"),
            unused("include-properties", Direction.BOTH, "the properties are always there"),
            unused("requested-channel-max", Direction.BOTH, "one AMQP channel for each Reactive Messaging channel"),
            unused("use-nio", Direction.BOTH, "blocking sockets on threads of their own"),
            unused("client-options-name", Direction.BOTH, "made for the Vert.x client"),
            unused(
                    "credentials-provider-name",
                    Direction.BOTH,
                    "not supported; set `username` and `password`, or `username-file` and `password-file`"));

    /** Attributes that Reactive Messaging itself reads from a channel's configuration. */
    private static final List<String> FRAMEWORK = List.of(
            "connector",
            "type",
            "channel-name",
            "enabled",
            "broadcast",
            "merge",
            "concurrency",
            "pausable",
            "initially-paused",
            "late-acknowledgement",
            "buffer-already-requested");

    private Attributes() {}

    /** The attributes' sections in the order in which they are documented. */
    public static List<Attribute> connection() {
        return CONNECTION;
    }

    /** See {@link #connection()}. */
    public static List<Attribute> topology() {
        return TOPOLOGY;
    }

    /** See {@link #connection()}. */
    public static List<Attribute> consuming() {
        return CONSUMING;
    }

    /** See {@link #connection()}. */
    public static List<Attribute> publishing() {
        return PUBLISHING;
    }

    /** Attributes of the stock connector that are accepted and have no effect here. */
    public static List<Attribute> ignored() {
        return IGNORED;
    }

    static Attribute named(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No attribute " + name));
    }

    static boolean isKnown(String name, Direction channel) {
        return all().anyMatch(a -> a.direction().covers(channel) && a.matches(name)) || isFrameworks(name);
    }

    private static Optional<Attribute> find(String name) {
        return all().filter(a -> a.name().equals(name)).findFirst();
    }

    private static boolean isFrameworks(String name) {
        return FRAMEWORK.contains(name) || name.startsWith("pausable.");
    }

    private static Stream<Attribute> all() {
        return Stream.of(CONNECTION, TOPOLOGY, CONSUMING, PUBLISHING, IGNORED).flatMap(List::stream);
    }
}
