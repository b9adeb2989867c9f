package io.logcast.producer.fields;

import io.logcast.model.wire.AttributesJson;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form that <a href="https://docs.python.org/3/library/logging.handlers.html#httphandler">Python's HTTPHandler</a> sends,
 * with the fields of its LogRecord. The handler cannot send anything else, and ignores the answer.
 */
public final class PythonForm {

    private static final int MAX_FIELDS = 1024;
    private static final Pattern TIME = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
    /** Fields that every LogRecord has, with the names that the lenient reader knows them by. */
    private static final Map<String, String> NAMES = Map.of("msg", "msg", "levelname", "level", "created", "time");

    private PythonForm() {}

    /** The form as JSON; empty if it is not such a form. */
    public static Optional<byte[]> asJson(byte[] body) {
        var fields = fields(new String(body, StandardCharsets.UTF_8));
        if (!fields.keySet().containsAll(NAMES.keySet())) {
            return Optional.empty();
        }
        var json = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((name, values) -> {
            var other = NAMES.getOrDefault(name, name);
            json.put(fields.containsKey(other) ? name : other, value(name, values.get(0)));
        });
        return Optional.of(AttributesJson.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> fields(String form) {
        try {
            return new QueryStringDecoder(form, StandardCharsets.UTF_8, false, MAX_FIELDS, true).parameters();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static Object value(String name, String text) {
        return name.equals("created") && TIME.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }
}
