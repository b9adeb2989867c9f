package io.logcast.client.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) into maps, lists, strings, doubles, booleans and null. For answers of a known, small size. */
public final class JsonText {

    private static final int MAX_DEPTH = 32;
    private static final String SHORT_ESCAPES = "\"\\/bfnrt";
    private static final String SHORT_ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /** The JSON object in the text; empty if the text is anything else. */
    @SuppressWarnings("unchecked")
    public static Optional<Map<String, @Nullable Object>> object(String text) {
        try {
            var json = new JsonText(text);
            var value = json.value();
            json.skipBlanks();
            return json.at == text.length() && value instanceof Map
                    ? Optional.of((Map<String, @Nullable Object>) value)
                    : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private @Nullable Object value() {
        skipBlanks();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        var members = new LinkedHashMap<String, @Nullable Object>();
        begin();
        for (var more = !ends('}'); more; more = goesOn('}')) {
            skipBlanks();
            var name = string();
            skipBlanks();
            expect(':');
            members.put(name, value());
        }
        depth--;
        return members;
    }

    private List<@Nullable Object> array() {
        var elements = new ArrayList<@Nullable Object>();
        begin();
        for (var more = !ends(']'); more; more = goesOn(']')) {
            elements.add(value());
        }
        depth--;
        return elements;
    }

    private void begin() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("too deep");
        }
    }

    private boolean ends(char close) {
        skipBlanks();
        if (text.charAt(at) == close) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char close) {
        if (ends(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        expect('"');
        var string = new StringBuilder();
        for (var c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        var c = text.charAt(at++);
        if (c == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        return SHORT_ESCAPED.charAt(SHORT_ESCAPES.indexOf(c));
    }

    private Double number() {
        var begin = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Double.valueOf(text.substring(begin, at));
    }

    private @Nullable Object literal(String name, @Nullable Object value) {
        if (!text.startsWith(name, at)) {
            throw new IllegalArgumentException(name);
        }
        at += name.length();
        return value;
    }

    private void expect(char c) {
        if (text.charAt(at++) != c) {
            throw new IllegalArgumentException(String.valueOf(c));
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
