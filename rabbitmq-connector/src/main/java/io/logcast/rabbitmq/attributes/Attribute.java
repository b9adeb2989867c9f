package io.logcast.rabbitmq.attributes;

import org.jspecify.annotations.Nullable;

/**
 * One attribute of a channel.
 *
 * @param name as written in the configuration; one that ends with {@code *} stands for a family
 * @param type string, int, long or boolean
 * @param alias the property that sets it for all channels at once
 * @param range of a time in milliseconds; null for an attribute that is not a time
 * @param ignored whether it is accepted only because the stock connector has it
 */
public record Attribute(
        String name,
        Direction direction,
        String type,
        @Nullable String defaultValue,
        @Nullable String alias,
        @Nullable Millis range,
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

    /** A range, both ends included. */
    public record Millis(long least, long most) {

        static final long TEN_MINUTES = 600_000;
        static final long AN_HOUR = 3_600_000;
        static final long A_DAY = 86_400_000;
        /** RabbitMQ's own limit: 32 bits. */
        static final long LONGEST_TTL = 4_294_967_295L;

        boolean has(long millis) {
            return millis >= least && millis <= most;
        }
    }

    static Attribute both(String name, String type, @Nullable String defaultValue, String description) {
        return new Attribute(name, Direction.BOTH, type, defaultValue, null, null, false, description);
    }

    static Attribute incoming(String name, String type, @Nullable String defaultValue, String description) {
        return new Attribute(name, Direction.INCOMING, type, defaultValue, null, null, false, description);
    }

    static Attribute outgoing(String name, String type, @Nullable String defaultValue, String description) {
        return new Attribute(name, Direction.OUTGOING, type, defaultValue, null, null, false, description);
    }

    static Attribute unused(String name, Direction direction, String description) {
        return new Attribute(name, direction, "-", null, null, null, true, description);
    }

    Attribute alias(String property) {
        return new Attribute(name, direction, type, defaultValue, property, range, ignored, description);
    }

    /** The range of a time in milliseconds. */
    Attribute millis(long least, long most) {
        var text = description.replace("(ms)", "(ms, " + least + " to " + most + ")");
        return new Attribute(name, direction, type, defaultValue, alias, new Millis(least, most), ignored, text);
    }

    boolean matches(String candidate) {
        return name.endsWith("*") ? candidate.startsWith(name.substring(0, name.length() - 1)) : candidate.equals(name);
    }
}
