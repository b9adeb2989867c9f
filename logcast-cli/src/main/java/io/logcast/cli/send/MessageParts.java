package io.logcast.cli.send;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns a line into legal messages: text without NUL, in parts that fit into an event. */
final class MessageParts {

    /** The longest message of an event, in UTF-8. */
    private static final int MAX_BYTES = 64 * 1024;
    /** The longest message in JSON, with escapes; leaves room for the other fields of an event. */
    private static final int MAX_JSON = 180 * 1024;

    private MessageParts() {}

    /** Bytes that are not UTF-8, and NUL, become U+FFFD. */
    static List<String> of(byte[] line) {
        var text = new String(line, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        var parts = new ArrayList<String>(1);
        var start = 0;
        var bytes = 0;
        var json = 0;
        for (int at = 0; at < text.length(); ) {
            var character = text.codePointAt(at);
            bytes += utf8Length(character);
            json += jsonLength(character);
            if (bytes > MAX_BYTES || json > MAX_JSON) {
                parts.add(text.substring(start, at));
                start = at;
                bytes = utf8Length(character);
                json = jsonLength(character);
            }
            at += Character.charCount(character);
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int utf8Length(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    /** The upper bound for any JSON writer. */
    private static int jsonLength(int character) {
        if (character < 0x20) {
            return 6;
        }
        return character == '"' || character == '\\' ? 2 : character >= 0x10000 ? 12 : utf8Length(character);
    }
}
