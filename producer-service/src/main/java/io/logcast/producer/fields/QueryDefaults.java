package io.logcast.producer.fields;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.fields.SeverityNames;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.Json;
import io.logcast.producer.requests.RefusedException;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query parameters {@code source}, {@code severity} and {@code attr.NAME}: defaults for events that lack them. */
public final class QueryDefaults {

    private static final String SOURCE = "source";
    private static final String SEVERITY = "severity";
    private static final String ATTRIBUTE = "attr.";
    private static final int MAX_PARAMETERS = 1024;

    private QueryDefaults() {}

    /**
     * The defaults of the request.
     *
     * @throws RefusedException 400 naming the first parameter that is unknown, blank, repeated, or breaks its rule
     */
    public static Fallbacks of(HttpServerRequest request) {
        return of(request, Set.of());
    }

    /**
     * The same for a call that has other parameters too.
     *
     * @param others the names of parameters that are accepted and ignored here
     */
    public static Fallbacks of(HttpServerRequest request, Set<String> others) {
        var query = request.query();
        return query == null || query.isEmpty() ? Fallbacks.NONE : read(query, others);
    }

    private static Fallbacks read(String query, Set<String> others) {
        String source = null;
        Severity severity = null;
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        for (var parameter : parameters(query).entrySet()) {
            var name = parameter.getKey();
            if (name.equals(SOURCE)) {
                source = source(one(parameter));
            } else if (name.equals(SEVERITY)) {
                severity = severity(one(parameter));
            } else if (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length()) {
                attributes.put(name.substring(ATTRIBUTE.length()), one(parameter));
            } else if (!others.contains(name)) {
                throw refused(name, "unknown query parameter; this call has source, severity, attr.NAME");
            }
        }
        try {
            return new Fallbacks(source, severity, attributes);
        } catch (InvalidLogEventException e) {
            throw refused(e.field().replaceFirst("^attributes\\.?", ATTRIBUTE), e.reason());
        }
    }

    private static Map<String, List<String>> parameters(String query) {
        try {
            return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MAX_PARAMETERS, true).parameters();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "The query is not percent-encoded UTF-8", e);
        }
    }

    private static String one(Map.Entry<String, List<String>> parameter) {
        if (parameter.getValue().size() > 1) {
            throw refused(parameter.getKey(), "must be given only once");
        }
        var value = parameter.getValue().get(0);
        if (value.isBlank()) {
            throw refused(parameter.getKey(), "must not be blank; leave it out instead");
        }
        return value;
    }

    private static String source(String value) {
        if (!LogEvent.isNamable(value)) {
            throw refused(SOURCE, "must contain at least one of A-Z a-z 0-9 _ -");
        }
        return value;
    }

    private static Severity severity(String value) {
        var severity = SeverityNames.of(value);
        if (severity == null) {
            throw refused(SEVERITY, "must be the name of a severity, such as WARN, or 1 to 24");
        }
        return severity;
    }

    private static RefusedException refused(String name, String reason) {
        return new RefusedException(RefusedException.BAD_REQUEST, Json.shown(name) + ": " + reason);
    }
}
