package io.logcast.client.json;

/**
 * Writes text as a JSON string that is legal in every log event: without the NUL character and half surrogate pairs.
 */
final class JsonString {

    private static final char REPLACEMENT = '\uFFFD';
    /** The size of a character beyond the basic plane in the producer's JSON: two escapes. */
    private static final int ESCAPED_PAIR = 12;

    private static final int ESCAPE = 6;

    private JsonString() {}

    /** Appends the text in quotes. */
    static void append(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (isPair(text, i)) {
                    json.append(c).append(text.charAt(++i));
                } else {
                    json.append(REPLACEMENT);
                }
            } else {
                append(json, c);
            }
        }
        json.append('"');
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static void append(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            case 0 -> json.append(REPLACEMENT);
            default -> {
                if (c < ' ') {
                    json.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c % 16, 16));
                } else {
                    json.append(c);
                }
            }
        }
    }

    /**
     * The measured beginning of a text.
     *
     * @param chars its length
     * @param utf8 its bytes in UTF-8
     * @param json its bytes in JSON, where some characters are escapes
     */
    record Beginning(int chars, int utf8, int json) {}

    /** The longest beginning within these bounds that does not end within a surrogate pair. */
    static Beginning fitting(String text, int maxUtf8, int maxJson) {
        var utf8 = 0;
        var json = 0;
        var i = 0;
        while (i < text.length()) {
            var c = text.charAt(i);
            var isPair = isPair(text, i);
            var moreUtf8 = isPair ? 4 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            var moreJson = isPair ? ESCAPED_PAIR : c < ' ' ? ESCAPE : c == '"' || c == '\\' ? 2 : moreUtf8;
            if (utf8 + moreUtf8 > maxUtf8 || json + moreJson > maxJson) {
                break;
            }
            utf8 += moreUtf8;
            json += moreJson;
            i += isPair ? 2 : 1;
        }
        return new Beginning(i, utf8, json);
    }
}
