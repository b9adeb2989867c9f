package io.logcast.producer.fields;

import io.logcast.model.wire.Utf8;
import io.logcast.producer.requests.RefusedException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Cuts a body of JSON into its events: one object, the elements of an array, or several objects in a row. It only looks for
 * their ends, so a fault within one of them does not affect the others.
 */
public final class JsonBody {

    private final byte[] json;
    private final boolean isArray;
    private int position;
    private long number;
    /** Whether one of several objects has no end. */
    private boolean isBroken;

    /**
     * One event.
     *
     * @param number counted from 1
     */
    public record Part(long number, int offset, int length) {}

    private JsonBody(byte[] json, int start, boolean isArray) {
        this.json = json;
        this.isArray = isArray;
        this.position = start;
        skipBlanks();
    }

    /** Whether the body begins as an object or an array does. */
    public static boolean beginsAsJson(byte[] body) {
        var first = firstOf(body);
        return first < body.length && (body[first] == '{' || body[first] == '[');
    }

    /**
     * The events of a body.
     *
     * @throws RefusedException 400 if it is an array without an end, or with something after it
     */
    public static JsonBody of(byte[] body) {
        var first = firstOf(body);
        if (first == body.length || body[first] != '[') {
            return new JsonBody(body, first, false);
        }
        new JsonBody(body, first + 1, true).checkArray();
        return new JsonBody(body, first + 1, true);
    }

    private static int firstOf(byte[] body) {
        var first = Utf8.markLength(body, 0, body.length);
        while (first < body.length && isBlank(body[first])) {
            first++;
        }
        return first;
    }

    /**
     * Whether the body has to be read as a single event: one object, or something that is not JSON. False for an array or
     * several objects.
     */
    public boolean isOne() {
        if (isArray) {
            return false;
        }
        var end = json.length > position && json[position] == '{' ? endOfValue(position) : json.length;
        return end < 0 || new JsonBody(json, end, false).position == json.length;
    }

    /** Whether it is an array. */
    public boolean isArray() {
        return isArray;
    }

    /** The events; each is read when its supplier is called. */
    public <T> Iterator<Supplier<T>> each(Function<Part, T> reader) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return JsonBody.this.hasNext();
            }

            @Override
            public Supplier<T> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var part = JsonBody.this.next();
                return () -> reader.apply(part);
            }
        };
    }

    private boolean hasNext() {
        return position < json.length && !(isArray && json[position] == ']');
    }

    private Part next() {
        var start = position;
        position = isArray || (json[start] == '{' && !isBroken) ? endOfValue(start) : -1;
        if (position < 0) {
            // The next object may begin on the next line. From now on each line is one event: searching the rest of the
            // body again and again for missing ends could take very long.
            isBroken |= json[start] == '{';
            position = endOfLine(start);
        }
        var part = new Part(++number, start, position - start);
        skipBlanks();
        if (isArray && hasNext()) {
            position++;
            skipBlanks();
        }
        return part;
    }

    private void checkArray() {
        var isFirst = true;
        while (position < json.length && json[position] != ']') {
            if (!isFirst && json[position++] != ',') {
                throw notJson("the elements of the array must be separated by commas");
            }
            isFirst = false;
            skipBlanks();
            position = position < json.length ? endOfValue(position) : -1;
            if (position < 0) {
                throw notJson("the array ends too early");
            }
            skipBlanks();
        }
        if (position++ >= json.length) {
            throw notJson("the array ends too early");
        }
        skipBlanks();
        if (position < json.length) {
            throw notJson("something follows the array");
        }
    }

    private static RefusedException notJson(String why) {
        return new RefusedException(RefusedException.BAD_REQUEST, "The body is not JSON: " + why);
    }

    /** The index after the value that begins there; -1 if it has no end, or no value begins there. */
    private int endOfValue(int start) {
        var depth = 0;
        for (int i = start; i < json.length; i++) {
            switch (json[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> i = endOfText(i);
                default -> {
                    if (depth == 0) {
                        return endOfWord(i);
                    }
                }
            }
            if (depth <= 0) {
                return depth < 0 ? -1 : Math.min(i + 1, json.length);
            }
        }
        return -1;
    }

    /**
     * The index of the quote that ends a text; after the body if the text has no end, for example because its line was cut
     * off.
     */
    private int endOfText(int start) {
        var i = start + 1;
        while (i < json.length && json[i] != '"') {
            if (json[i] == '\n') {
                return json.length;
            }
            i += json[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    /**
     * The index after a word, such as a number, true, false or null, without a check that it is one of these; -1 if
     * there is no word.
     */
    private int endOfWord(int start) {
        var end = start;
        while (end < json.length && !isBlank(json[end]) && json[end] != ',' && json[end] != ']' && json[end] != '}') {
            end++;
        }
        return end == start ? -1 : end;
    }

    private int endOfLine(int start) {
        var end = start;
        while (end < json.length && json[end] != '\n') {
            end++;
        }
        return end;
    }

    private void skipBlanks() {
        while (position < json.length && isBlank(json[position])) {
            position++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
