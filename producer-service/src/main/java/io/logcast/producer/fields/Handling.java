package io.logcast.producer.fields;

import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.LenientReader;
import io.logcast.model.wire.LogEventReader;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How faults in a client's events are handled, as it asks in the header {@code Prefer} of
 * <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>.
 */
public enum Handling {
    LENIENT,
    STRICT;

    private static final Pattern PREFERENCE = Pattern.compile(
            "(?:^|,)\\s*handling\\s*=\\s*(?:(strict|lenient)|\"(strict|lenient)\")\\s*(?=$|[,;])",
            Pattern.CASE_INSENSITIVE);

    /** The handling that the request asks for, by default lenient. If it asks for one, the answer confirms it. */
    public static Handling of(RoutingContext context) {
        for (var header : context.request().headers().getAll("Prefer")) {
            var preference = PREFERENCE.matcher(header);
            if (preference.find()) {
                var name = preference.group(1) == null ? preference.group(2) : preference.group(1);
                var handling = valueOf(name.toUpperCase(Locale.ROOT));
                context.response()
                        .putHeader(
                                "Preference-Applied",
                                "handling=" + handling.name().toLowerCase(Locale.ROOT));
                return handling;
            }
        }
        return LENIENT;
    }

    /**
     * Reads an event in JSON.
     *
     * @throws io.logcast.model.event.InvalidLogEventException naming the field that is refused
     * @throws io.logcast.model.wire.MalformedJsonException if it is not JSON
     */
    public LogEvent read(byte[] json, int offset, int length, LogEventReader.Defaults defaults) {
        return this == STRICT
                ? LogEventReader.read(json, offset, length, defaults)
                : LenientReader.read(json, offset, length, defaults);
    }
}
