package io.logcast.rabbitmq.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments of queues, exchanges, bindings and consumers, typed as the broker wants them. */
public final class Arguments {

    private Arguments() {}

    /** Converts whole numbers and booleans. A value in double quotes stays a string, without the quotes. */
    public static Object typed(String value) {
        var text = value.trim();
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            return text.substring(1, text.length() - 1);
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        if (!text.matches("-?\\d{1,18}")) {
            return text;
        }
        long number = Long.parseLong(text);
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    /** Reads {@code key:value,key:value}. Only the first colon separates; a comma in quotes does not. */
    public static Map<String, Object> parse(String list) {
        var arguments = new LinkedHashMap<String, Object>();
        for (var entry : entries(list)) {
            int colon = entry.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("'" + entry + "' is not key:value");
            }
            arguments.put(entry.substring(0, colon).trim(), typed(entry.substring(colon + 1)));
        }
        return arguments;
    }

    private static List<String> entries(String list) {
        var entries = new ArrayList<String>();
        var entry = new StringBuilder();
        boolean quoted = false;
        for (char c : (list + ",").toCharArray()) {
            quoted ^= c == '"';
            if (c != ',' || quoted) {
                entry.append(c);
            } else if (!entry.toString().isBlank()) {
                entries.add(entry.toString().trim());
                entry.setLength(0);
            } else {
                entry.setLength(0);
            }
        }
        return entries;
    }
}
