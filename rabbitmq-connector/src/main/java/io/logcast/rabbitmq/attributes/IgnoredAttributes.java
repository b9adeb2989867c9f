package io.logcast.rabbitmq.attributes;

import static io.logcast.rabbitmq.attributes.Attribute.unused;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import java.util.List;

/** Attributes of the stock connector that are accepted and have no effect here, with the reason. */
final class IgnoredAttributes {

    private static final String CONFIRMED = "confirms are always on";
    private static final String RECONNECTS = "the connector reconnects forever by itself";

    static final List<Attribute> ALL = List.of(
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
            unused("user", Direction.BOTH, "use `username`, which works with both connectors"),
            unused("include-properties", Direction.BOTH, "the properties are always there"),
            unused("requested-channel-max", Direction.BOTH, "one AMQP channel for each Reactive Messaging channel"),
            unused("use-nio", Direction.BOTH, "blocking sockets on threads of their own"),
            unused("client-options-name", Direction.BOTH, "made for the Vert.x client"),
            unused(
                    "credentials-provider-name",
                    Direction.BOTH,
                    "not supported; set `username` and `password`, or `username-file` and `password-file`"));

    private IgnoredAttributes() {}
}
