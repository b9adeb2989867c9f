package io.logcast.rabbitmq.attributes;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;
import org.jboss.logging.Logger;

/** The attributes of one channel: its own, else the connector's, else the alias', else the default. */
public final class ChannelAttributes {

    private static final Logger LOG = Logger.getLogger(ChannelAttributes.class);
    private static final Pattern TIME = Pattern.compile("(\\d{1,10})(ms|s|m)?");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES);

    private final Config config;
    private final Direction direction;

    public ChannelAttributes(Config config, Direction direction) {
        this.config = config;
        this.direction = direction;
    }

    public String channel() {
        return config.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
    }

    public Direction direction() {
        return direction;
    }

    /** The names in the channel's configuration that the connector does not know, in order. */
    List<String> unknown() {
        var names = new TreeSet<String>();
        for (var name : config.getPropertyNames()) {
            if (!KnownAttributes.isKnown(name, direction) && !isEnvironmentName(name)) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    /** Logs the names that the connector does not know. */
    public void warnOfUnknown() {
        var unknown = unknown();
        if (!unknown.isEmpty()) {
            LOG.warnf("Channel %s has attributes that the connector does not know: %s", channel(), unknown);
        }
    }

    /** Empty where neither the configuration nor the attribute's default has a value. */
    public Optional<String> find(String name) {
        var attribute = KnownAttributes.named(name);
        return config.getOptionalValue(name, String.class)
                .or(() -> Optional.ofNullable(attribute.alias()).flatMap(ChannelAttributes::global));
    }

    public String text(String name) {
        return find(name).orElseGet(() -> defaultOf(name));
    }

    public int number(String name) {
        var value = text(name);
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Channel " + channel() + ": " + name + " is a whole number, not '" + value + "'", e);
        }
    }

    /** A number within bounds, both included. */
    public int number(String name, int least, int most) {
        int value = number(name);
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "Channel " + channel() + ": " + name + " is " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    /**
     * A time in milliseconds, as the stock connector has it, or with a unit: {@code 500ms}, {@code 5s}, {@code 2m}.
     *
     * @throws IllegalArgumentException if it lies outside the attribute's range
     */
    public Duration millis(String name) {
        return millis(name, text(name));
    }

    /** The same; empty where {@link #find} is. */
    public Optional<Duration> findMillis(String name) {
        return find(name).map(value -> millis(name, value));
    }

    private Duration millis(String name, String text) {
        var value = text.trim().toLowerCase(Locale.ROOT);
        var range = Objects.requireNonNull(KnownAttributes.named(name).range(), name);
        var parts = TIME.matcher(value);
        if (parts.matches()) {
            var unit = UNITS.get(Objects.requireNonNullElse(parts.group(2), "ms"));
            var time = Duration.of(Long.parseLong(parts.group(1)), unit);
            if (range.has(time.toMillis())) {
                return time;
            }
        }
        throw new IllegalArgumentException("Channel " + channel() + ": " + name + " is a number of milliseconds from "
                + range.least() + " to " + range.most() + ", or has a unit such as 5s, not '" + value + "'");
    }

    public boolean flag(String name) {
        return flag(text(name), "Channel " + channel() + ": " + name);
    }

    /**
     * Reads a boolean: one of the words that MicroProfile Config takes for true, or their opposites.
     *
     * @param setting the setting's name, for the error
     */
    public static boolean flag(String value, String setting) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "y", "on" -> true;
            case "false", "0", "no", "n", "off" -> false;
            default -> throw new IllegalArgumentException(setting + " is true or false, not '" + value + "'");
        };
    }

    /** A list separated by commas, without empty entries. */
    public List<String> list(String name) {
        return split(text(name));
    }

    /** The values of all attributes that begin with the prefix, by the rest of their name. */
    public Map<String, String> startingWith(String prefix) {
        var values = new TreeMap<String, String>();
        for (var name : config.getPropertyNames()) {
            if (name.startsWith(prefix)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> values.put(name.substring(prefix.length()), value));
            }
        }
        return values;
    }

    /** Splits at commas and drops empty entries. */
    public static List<String> split(String value) {
        return Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static Optional<String> global(String property) {
        return ConfigProvider.getConfig().getOptionalValue(property, String.class);
    }

    private static String defaultOf(String name) {
        var value = KnownAttributes.named(name).defaultValue();
        if (value == null) {
            throw new IllegalArgumentException("Attribute " + name + " has no value and no default");
        }
        return value;
    }

    /** Names of environment variables appear in their own spelling next to the property's. */
    private static boolean isEnvironmentName(String name) {
        return name.chars().noneMatch(c -> Character.isLowerCase(c) || c == '.' || c == '-');
    }
}
