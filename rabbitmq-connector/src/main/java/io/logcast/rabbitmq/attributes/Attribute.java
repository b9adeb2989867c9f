package io.logcast.rabbitmq.attributes;

import org.jspecify.annotations.Nullable;

/**
 * One attribute of a channel.
 *
 * @param name as written in the configuration; one that ends with {@code *} stands for a family
 * @param type string, int, long or boolean
 * @param alias the property that sets it for all channels at once
 * @param ignored whether it is accepted only because the stock connector has it
 */
public record Attribute(
        String name,
        Direction direction,
        String type,
        @Nullable String defaultValue,
        @Nullable String alias,
        boolean ignored,
        String description) {

    /** The channels that have the attribute. */
    public enum Direction {
        INCOMING,
        OUTGOING,
        BOTH;

        boolean covers(Direction channel) {
            return this == BOTH || this == channel;
        }
    }

    static Attribute both(String name, String type, @Nullable String defaultValue, String description) {
        return new Attribute(name, Direction.BOTH, type, defaultValue, null, false, description);
    }

    static Attribute incoming(String name, String type, @Nullable String defaultValue, String description) {
        return new Attribute(name, Direction.INCOMING, type, defaultValue, null, false, description);
    }

    static Attribute outgoing(String name, String type, @Nullable String defaultValue, String description) {
        return new Attribute(name, Direction.OUTGOING, type, defaultValue, null, false, description);
    }

    static Attribute unused(String name, Direction direction, String description) {
        return new Attribute(name, direction, "-", null, null, true, description);
    }

    Attribute alias(String property) {
        return new Attribute(name, direction, type, defaultValue, property, ignored, description);
    }

    boolean matches(String candidate) {
        return name.endsWith("*") ? candidate.startsWith(name.substring(0, name.length() - 1)) : candidate.equals(name);
    }
}
