package io.logcast.model.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Describes faults in JSON to its author. The parser's own texts name the parser's classes and settings. */
public final class JsonFault {

    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected character \\(('.')");
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put("nesting depth", "it is nested too deep");
        REASONS.put("Number value length", "a number is too long");
        REASONS.put("Name length", "a name is too long");
        REASONS.put("String value length", "a text is too long");
        REASONS.put("oken count", "it has too many values");
        REASONS.put("Non-standard token", "a number must be finite, without NaN or Infinity");
        REASONS.put("Unrecognized token", "a text must be in double quotes, and other words are true, false and null");
        REASONS.put("Illegal character", "unexpected control character");
        REASONS.put("Illegal unquoted character", "a control character in a text must be escaped");
        REASONS.put("nrecognized character escape", "a text has an unknown escape");
        REASONS.put("Leading zeroes", "a number must not begin with 0");
        REASONS.put("leading '+'", "a number must not begin with +");
        REASONS.put("uplicate", "a name occurs twice in one object");
        REASONS.put("UTF-8", "it is not UTF-8");
    }

    private JsonFault() {}

    /** One sentence without its end, such as {@code line 1, column 12: it ends too early}. */
    public static String describe(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null || at.getLineNr() < 1
                ? reason(e)
                : "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), reason(e));
    }

    private static String reason(JsonProcessingException e) {
        var text = String.valueOf(e.getOriginalMessage());
        if (e instanceof JsonEOFException) {
            return "it ends too early";
        }
        for (var known : REASONS.entrySet()) {
            if (text.contains(known.getKey())) {
                return known.getValue();
            }
        }
        if (e instanceof StreamConstraintsException) {
            return "it is too large";
        }
        var unexpected = UNEXPECTED.matcher(text);
        return unexpected.lookingAt() ? "unexpected character " + unexpected.group(1) : "it is not legal JSON here";
    }
}
