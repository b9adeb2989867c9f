package io.logcast.consumer.filters;

import io.logcast.consumer.filters.query.AttributeFilter;
import io.logcast.consumer.filters.query.InvalidQueryException;
import io.logcast.consumer.filters.query.Query;
import io.logcast.consumer.filters.query.QueryParser;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import io.logcast.http.parameters.QueryParamPrefix;
import io.logcast.model.event.Severity;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a filter. */
@QueryParamPrefix(FilterParameters.ATTRIBUTE)
public class FilterParameters {

    /** The prefix of parameters that name an attribute. */
    public static final String ATTRIBUTE = "attr.";

    private static final String OBSERVED = "observed_timestamp";
    private static final String OWN = "timestamp";

    private static final Pattern SOURCE = Pattern.compile("(?=.{1,128}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-fA-F]{32}");
    // Limits of texts and attributes: far above what anybody types, and low enough for one statement.
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_ATTRIBUTES = 10;

    @QueryParam("severity")
    @Parameter(description = "The lowest severity: a name such as WARN or ERROR2, or 1 to 24")
    @Nullable
    String severity;

    @QueryParam("source")
    @Parameter(description = "The source; with a dot at its end, all sources that begin with it: payments.")
    @Nullable
    String source;

    @QueryParam("q")
    @Parameter(
            description = "A query: words of the message, \"a phrase\", prefix*, -not, or, parentheses,"
                    + " and fields and attributes, such as severity>=warn source:payments.* order:4711")
    @Nullable
    String q;

    @QueryParam("trace_id")
    @Parameter(description = "The trace id, 32 hex digits")
    @Nullable
    String traceId;

    @QueryParam("from")
    @Parameter(
            description =
                    "Only events at or after this time: RFC 3339, now, or a time before now such as -90s, -15m, -6h,"
                            + " -7d or -2w")
    @Nullable
    String from;

    @QueryParam("to")
    @Parameter(description = "Only events before this time; the same forms as from")
    @Nullable
    String to;

    @QueryParam("time")
    @DefaultValue(OBSERVED)
    @Parameter(
            description = "The time that from and to apply to, and by which events are ordered and counted. timestamp"
                    + " is the event's own time; for events without one, their observed timestamp is used")
    @Schema(
            implementation = String.class,
            enumeration = {OBSERVED, OWN})
    @SuppressWarnings("NullAway.Init")
    String time;

    @Context
    @SuppressWarnings("NullAway.Init")
    UriInfo uri;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Clock clock;

    /** @throws InvalidParameterException if one of these is given, which this kind of answer does not support */
    public FilterParameters without(String... others) {
        for (var name : others) {
            if (uri.getQueryParameters().containsKey(name)) {
                throw new InvalidParameterException(name, "does not apply to this kind of answer");
            }
        }
        return this;
    }

    /**
     * Makes a filter from parameters that were stored, or that came in a body.
     *
     * @param values the parameters by name
     * @param now the time that relative times such as {@code -15m} count back from
     * @throws InvalidParameterException if one breaks its rule
     */
    public static LogFilter of(Map<String, String> values, Instant now) {
        var parameters = new FilterParameters();
        parameters.severity = values.get("severity");
        parameters.source = values.get("source");
        parameters.q = values.get("q");
        parameters.traceId = values.get("trace_id");
        parameters.from = values.get("from");
        parameters.to = values.get("to");
        parameters.time = values.getOrDefault("time", OBSERVED);
        return parameters.filter(values, now);
    }

    /**
     * This call's parameters by name, to be stored. Relative times become absolute ones, so that {@link #of} makes the same
     * filter from them later.
     *
     * @throws InvalidParameterException if one breaks its rule
     */
    public Map<String, String> toStore() {
        var values = new TreeMap<String, String>();
        values().forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                values.put(name, value);
            }
        });
        var filter = filter();
        putIfGiven(values, "severity", severity);
        putIfGiven(values, "source", source);
        putIfGiven(values, "q", q);
        putIfGiven(values, "trace_id", traceId);
        putIfGiven(values, "from", filter.from());
        putIfGiven(values, "to", filter.to());
        putIfGiven(values, "time", time);
        return values;
    }

    private static void putIfGiven(Map<String, String> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value.toString());
        }
    }

    /** @throws InvalidParameterException if one breaks its rule */
    public LogFilter filter() {
        return filter(values(), clock.instant());
    }

    private Map<String, String> values() {
        var values = new HashMap<String, String>();
        uri.getQueryParameters().forEach((name, given) -> values.put(name, given.get(0)));
        return values;
    }

    /** @param now the same for both times, so that -15m to now is 15 minutes */
    private LogFilter filter(Map<String, String> attributes, Instant now) {
        return new LogFilter(
                severity == null ? null : severity(severity),
                source == null ? null : source(source),
                q == null ? null : query(q),
                attributes(attributes),
                traceId == null ? null : traceId(traceId),
                from == null ? null : Times.instant("from", from, now),
                to == null ? null : Times.instant("to", to, now),
                ParameterRules.isFirst("time", time, OBSERVED, OWN) ? EventTime.OBSERVED : EventTime.OWN);
    }

    private static Severity severity(String value) {
        var found = value.matches("\\d{1,2}") ? Severity.numbered(Long.parseLong(value)) : Severity.named(value);
        return found.orElseThrow(() -> new InvalidParameterException(
                "severity", "must be one of TRACE DEBUG INFO WARN ERROR FATAL, TRACE2 to FATAL4, or 1 to 24"));
    }

    private static String source(String value) {
        if (!SOURCE.matcher(value).matches()) {
            throw new InvalidParameterException(
                    "source",
                    "must be words of A-Z a-z 0-9 _ - joined by single dots, with or without a dot at its end");
        }
        return value;
    }

    private static Query query(String value) {
        try {
            return QueryParser.parse(shortEnough("q", value));
        } catch (InvalidQueryException e) {
            throw new InvalidParameterException("q", e.reason());
        }
    }

    private static String traceId(String value) {
        if (!TRACE_ID.matcher(value).matches()) {
            throw new InvalidParameterException("trace_id", "must be 32 hex digits");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static List<AttributeFilter> attributes(Map<String, String> values) {
        var filters = new ArrayList<AttributeFilter>();
        values.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                filters.add(attribute(name, value));
            }
        });
        if (filters.size() > MAX_ATTRIBUTES) {
            throw new InvalidParameterException(ATTRIBUTE, "must be given at most " + MAX_ATTRIBUTES + " times");
        }
        return filters;
    }

    private static AttributeFilter attribute(String parameter, String value) {
        var name = shortEnough(parameter, parameter).substring(ATTRIBUTE.length());
        if (name.isEmpty()) {
            throw new InvalidParameterException(parameter, "must name an attribute: attr.tenant=acme");
        }
        return AttributeFilter.of(name, shortEnough(parameter, value));
    }

    private static String shortEnough(String parameter, String value) {
        if (value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
            throw new InvalidParameterException(
                    parameter.substring(0, Math.min(MAX_LENGTH, parameter.length())),
                    "must have at most " + MAX_LENGTH + " characters, and no NUL");
        }
        return value;
    }
}
