package io.logcast.producer.loki;

import io.logcast.producer.requests.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labels as Prometheus writes them: <code>{name="value", other="a \"quoted\" one"}</code>, with the escapes of Go's texts. */
final class LabelsText {

    private static final int HEX = 16;
    private static final int OCTAL = 8;

    private final String text;
    private int position;

    private LabelsText(String text) {
        this.text = text;
    }

    /** @throws RefusedException 400 if they are not labels */
    static Map<String, String> read(String text) {
        return new LabelsText(text).labels();
    }

    private Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        expect('{');
        skipBlanks();
        while (peek() != '}') {
            var name = peek() == '"' ? quoted() : name();
            skipBlanks();
            expect('=');
            skipBlanks();
            labels.put(name, quoted());
            skipBlanks();
            if (peek() == ',') {
                position++;
                skipBlanks();
            } else if (peek() != '}') {
                throw malformed();
            }
        }
        position++;
        skipBlanks();
        if (position < text.length()) {
            throw malformed();
        }
        return labels;
    }

    private String name() {
        var start = position;
        while (!Character.isWhitespace(peek()) && peek() != '=') {
            position++;
        }
        if (position == start) {
            throw malformed();
        }
        return text.substring(start, position);
    }

    private String quoted() {
        var quote = peek();
        if (quote != '"' && quote != '`') {
            throw malformed();
        }
        position++;
        var value = new StringBuilder();
        while (peek() != quote) {
            var c = text.charAt(position++);
            if (c == '\\' && quote == '"') {
                readEscape(value);
            } else {
                value.append(c);
            }
        }
        position++;
        return value.toString();
    }

    private void readEscape(StringBuilder value) {
        var c = peek();
        position++;
        switch (c) {
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000B');
            case '\\', '"', '\'' -> value.append(c);
            case 'x' -> value.appendCodePoint(number(2, HEX));
            case 'u' -> value.appendCodePoint(number(4, HEX));
            case 'U' -> value.appendCodePoint(number(8, HEX));
            default -> {
                position--;
                value.appendCodePoint(number(3, OCTAL));
            }
        }
    }

    private int number(int digits, int radix) {
        var end = position + digits;
        if (end > text.length()) {
            throw malformed();
        }
        try {
            var number = Integer.parseUnsignedInt(text.substring(position, end), radix);
            if (!Character.isValidCodePoint(number)) {
                throw malformed();
            }
            position = end;
            return number;
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed();
        }
        position++;
    }

    private char peek() {
        if (position >= text.length()) {
            throw malformed();
        }
        return text.charAt(position);
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private static RefusedException malformed() {
        return PushReading.malformed("labels must look like {name=\"value\", other=\"value\"}");
    }
}
