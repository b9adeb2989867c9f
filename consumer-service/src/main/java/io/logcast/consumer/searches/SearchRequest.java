package io.logcast.consumer.searches;

import io.logcast.consumer.filters.FilterParameters;
import io.logcast.http.InvalidFieldException;
import io.logcast.http.parameters.InvalidParameterException;
import io.logcast.http.parameters.ParameterRules;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client saves.
 *
 * @param parameters those of {@code GET /api/v1/logs} without limit and cursor, and {@code columns}: the page's columns
 *     for attributes
 */
@RegisterForReflection
record SearchRequest(@Nullable Map<String, @Nullable String> parameters) {

    private static final String FIELD = "parameters";
    private static final String ORDER = "order";
    private static final Set<String> NAMES =
            Set.of("q", "severity", "source", "trace_id", "from", "to", "time", ORDER, "columns");
    private static final int MAX_LENGTH = 1_000;
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N} ._()-]{0,62}[\\p{L}\\p{M}\\p{N}.)])?");

    /** Whether a search can have that name. PostgreSQL would fail on some others. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @throws InvalidFieldException if a search cannot have that name */
    static String checkedName(String name) {
        if (!isName(name)) {
            throw new InvalidFieldException(
                    "name",
                    "must have 1 to 64 letters, digits, blanks or . _ - ( ), and begin with a letter or a digit");
        }
        return name;
    }

    /**
     * The parameters by name.
     *
     * @param now what relative times are counted from
     * @throws InvalidFieldException naming the first one that no search can have
     */
    Map<String, String> checked(Instant now) {
        if (parameters == null) {
            throw new InvalidFieldException(
                    FIELD, "must be an object such as {\"q\":\"severity>=error\",\"from\":\"-1h\"}");
        }
        var checked = new TreeMap<String, String>();
        parameters.forEach((name, value) -> checked.put(name, checked(name, value)));
        try {
            FilterParameters.of(checked, now);
            ParameterRules.isFirst(ORDER, checked.getOrDefault(ORDER, "desc"), "desc", "asc");
        } catch (InvalidParameterException e) {
            throw e.inBody(FIELD);
        }
        return checked;
    }

    private static String checked(String name, @Nullable String value) {
        if (!NAMES.contains(name) && !name.startsWith(FilterParameters.ATTRIBUTE)) {
            throw new InvalidFieldException(
                    FIELD,
                    "has an unknown name; a search has " + String.join(", ", new TreeSet<>(NAMES)) + " and attr.NAME");
        }
        if (value == null || value.isBlank() || value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
            throw new InvalidFieldException(
                    FIELD + "." + name, "must be a text of 1 to " + MAX_LENGTH + " characters that is not blank");
        }
        return value;
    }
}
