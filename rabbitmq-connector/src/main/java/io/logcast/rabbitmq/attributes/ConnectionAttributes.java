package io.logcast.rabbitmq.attributes;

import static io.logcast.rabbitmq.attributes.Attribute.both;

import io.logcast.rabbitmq.attributes.Attribute.Millis;
import java.util.List;

/** Attributes of where and how to connect, and of what every channel has. */
final class ConnectionAttributes {

    static final List<Attribute> ALL = List.of(
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
                            "A file with the password; overrides `password`. Read for each attempt to connect, so a new"
                                    + " password needs no restart.")
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
                            "Whether to accept a certificate of any authority; the host name is still checked, unless"
                                    + " `ssl.hostname-verification-algorithm` is `NONE`. Not for production.")
                    .alias("rabbitmq-trust-all"),
            both(
                            "trust-store-path",
                            "string",
                            null,
                            "A trust store (JKS or PKCS#12), if no TLS configuration is named.")
                    .alias("rabbitmq-trust-store-path"),
            both("trust-store-password", "string", null, "The trust store's password.")
                    .alias("rabbitmq-trust-store-password"),
            both("connection-timeout", "int", "5000", "The longest wait for a TCP connection (ms).")
                    .millis(1, Millis.TEN_MINUTES),
            both("handshake-timeout", "int", "5000", "The longest wait for the TLS and the AMQP handshake (ms).")
                    .millis(1, Millis.TEN_MINUTES),
            both("rpc-timeout", "int", "5000", "The longest wait for the broker's answer to a declaration (ms).")
                    .millis(1, Millis.TEN_MINUTES),
            both("requested-heartbeat", "int", "10", "The heartbeat's interval (s); 0 for none."),
            both(
                            "reconnect-delay-max",
                            "int",
                            "1000",
                            "The longest pause between two attempts to connect or to open a channel again (ms); it starts at"
                                    + " a twentieth of it and doubles, with jitter.")
                    .millis(20, Millis.TEN_MINUTES),
            both(
                            "topology-check-interval",
                            "int",
                            "5000",
                            "How often the connection's channels check that their exchanges and queues still exist, and"
                                    + " declare their bindings again (ms).")
                    .millis(100, Millis.AN_HOUR),
            both(
                            "startup-wait",
                            "int",
                            "3000",
                            "The longest time that the start waits for the first attempt to connect (ms).")
                    .millis(0, Millis.TEN_MINUTES),
            both(
                    "shared-connection-name",
                    "string",
                    null,
                    "Channels of one direction with the same name share a connection. Without it all outgoing channels"
                            + " share one and each incoming channel has its own."),
            both("drain-timeout", "int", "10000", "At shutdown, the longest wait for messages in flight (ms).")
                    .millis(0, Millis.TEN_MINUTES),
            both("health-enabled", "boolean", "true", "Whether the channel counts for health."),
            both(
                    "health-readiness-enabled",
                    "boolean",
                    "true",
                    "Whether readiness waits for the channel's first start."),
            both(
                    "tracing.enabled",
                    "boolean",
                    "true",
                    "Whether spans are made and `traceparent` is passed on. Neither happens while OpenTelemetry is disabled"
                            + " (`otel.sdk.disabled`, `quarkus.otel.sdk.disabled`)."),
            both(
                    "tracing.attribute-headers",
                    "string",
                    "",
                    "Headers, separated by commas, that are recorded as span attributes."));

    private ConnectionAttributes() {}
}
