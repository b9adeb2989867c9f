package io.logcast.rabbitmq.attributes;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All attributes of the connector. The package's description says how to add one. */
public final class KnownAttributes {

    /** The queue name that lets the broker choose the name. */
    public static final String SERVER_NAMED = "(server.auto)";

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

    private KnownAttributes() {}

    /** The attributes of one section of the README, in its order. */
    public static List<Attribute> connection() {
        return ConnectionAttributes.ALL;
    }

    /** See {@link #connection()}. */
    public static List<Attribute> topology() {
        return TopologyAttributes.ALL;
    }

    /** See {@link #connection()}. */
    public static List<Attribute> consuming() {
        return ConsumingAttributes.ALL;
    }

    /** See {@link #connection()}. */
    public static List<Attribute> publishing() {
        return PublishingAttributes.ALL;
    }

    /** Attributes of the stock connector that are accepted and have no effect here. */
    public static List<Attribute> ignored() {
        return IgnoredAttributes.ALL;
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
        return Stream.of(
                        ConnectionAttributes.ALL,
                        TopologyAttributes.ALL,
                        ConsumingAttributes.ALL,
                        PublishingAttributes.ALL,
                        IgnoredAttributes.ALL)
                .flatMap(List::stream);
    }
}
