package io.logcast.http.parameters;

import io.logcast.model.wire.Ids;
import java.util.List;
import java.util.UUID;

/** Rules that the parameters of several calls follow. Each names the parameter in its refusal. */
public final class ParameterRules {

    private static final int MOST_ENTRIES = 1000;

    private ParameterRules() {}

    /** The parameter {@code limit}: how many entries a page has at most, from 1 to 1000. */
    public static int limit(String value) {
        return number("limit", value, 1, MOST_ENTRIES);
    }

    /** A whole number from {@code least} to {@code most}. */
    public static int number(String parameter, String value, int least, int most) {
        if (value.matches("\\d{1,9}")) {
            var number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new InvalidParameterException(parameter, "must be a number from " + least + " to " + most);
    }

    /** {@code true} or {@code false}. */
    public static boolean flag(String parameter, String value) {
        return isFirst(parameter, value, "true", "false");
    }

    /** Whether the value is the first of two words that it may be. */
    public static boolean isFirst(String parameter, String value, String first, String second) {
        if (!List.of(first, second).contains(value)) {
            throw new InvalidParameterException(parameter, "must be " + first + " or " + second);
        }
        return value.equals(first);
    }

    /** The id of an event. */
    public static UUID eventId(String parameter, String value) {
        try {
            return Ids.parse(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException(parameter, "must be the id of an event");
        }
    }
}
