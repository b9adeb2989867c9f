package io.logcast.client.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Builds an event as a line of JSON that the producer accepts: texts are cut to an event's limits. An event that was
 * cut has the attribute {@code logcast.truncated}. Not thread-safe.
 */
public final class EventLine {

    /** The longest message, in bytes of UTF-8. */
    private static final int MESSAGE_UTF8 = 64 << 10;

    private static final int MESSAGE_JSON = 128 << 10;
    /**
     * The share of the 64 KiB for attributes that may be used; the rest is for the attribute that says that something
     * was cut.
     */
    private static final int ATTRIBUTES_UTF8 = 62 << 10;

    private static final int ATTRIBUTES_JSON = 96 << 10;
    private static final int MAX_NAME = 256;
    private static final int NUMBER = 24;
    private static final String TRUNCATED = "logcast.truncated";
    private static final String TAKEN = ".original";

    private final StringBuilder json = new StringBuilder(512);
    private final StringBuilder attributes = new StringBuilder(256);
    private final Set<String> names = new HashSet<>();
    private int utf8Left = ATTRIBUTES_UTF8;
    private int jsonLeft = ATTRIBUTES_JSON;
    private boolean isTruncated;

    public EventLine(UUID id, Instant timestamp) {
        json.append("{\"id\":\"")
                .append(id)
                .append("\",\"timestamp\":\"")
                .append(timestamp)
                .append('"');
    }

    /** The message, cut to 64 KiB of UTF-8. */
    public EventLine message(String message) {
        return field("message", cut(message, JsonString.fitting(message, MESSAGE_UTF8, MESSAGE_JSON)));
    }

    /** Adds a field of the event itself, such as {@code severity}; each at most once. */
    public EventLine field(String name, String value) {
        json.append(',');
        JsonString.append(json, name);
        json.append(':');
        JsonString.append(json, value);
        return this;
    }

    /**
     * Adds an attribute: a number, a boolean or null as it is, anything else as text. A name that was used before gets
     * the suffix {@code .original}. When the limit is reached, values are cut or left out.
     */
    public EventLine attribute(String name, @Nullable Object value) {
        var free = free(name);
        if (!take(free)) {
            return this;
        }
        if (!attributes.isEmpty()) {
            attributes.append(',');
        }
        JsonString.append(attributes, free);
        attributes.append(':');
        if (isLiteral(value)) {
            attributes.append(value);
        } else {
            JsonString.append(attributes, cutToLeft(String.valueOf(value)));
        }
        return this;
    }

    private String free(String name) {
        var free = name.isEmpty() ? "_" : name;
        while (names.contains(free)) {
            free += TAKEN;
        }
        return free;
    }

    /** Room for the name, and for a value that is not a text. */
    private boolean take(String name) {
        var utf8 = name.getBytes(StandardCharsets.UTF_8).length + NUMBER;
        if (utf8 > utf8Left || 2 * utf8 > jsonLeft || name.length() > MAX_NAME) {
            isTruncated = true;
            return false;
        }
        names.add(name);
        utf8Left -= utf8;
        jsonLeft -= 2 * utf8;
        return true;
    }

    private static boolean isLiteral(@Nullable Object value) {
        return value == null
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || (value instanceof Double number && Double.isFinite(number))
                || (value instanceof Float real && Float.isFinite(real));
    }

    private String cutToLeft(String text) {
        var fitting = JsonString.fitting(text, utf8Left, jsonLeft);
        utf8Left -= fitting.utf8();
        jsonLeft -= fitting.json();
        return cut(text, fitting);
    }

    private String cut(String text, JsonString.Beginning fitting) {
        isTruncated |= fitting.chars() < text.length();
        return text.substring(0, fitting.chars());
    }

    /** The line, without a line break at its end. */
    public byte[] toBytes() {
        if (isTruncated) {
            utf8Left = ATTRIBUTES_UTF8;
            jsonLeft = ATTRIBUTES_JSON;
            attribute(TRUNCATED, true);
        }
        return (json + ",\"attributes\":{" + attributes + "}}").getBytes(StandardCharsets.UTF_8);
    }
}
