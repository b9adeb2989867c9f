package io.logcast.consumer.filters;

import io.logcast.http.parameters.InvalidParameterException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Times as query parameters have them: RFC 3339, {@code now}, or a time before now such as {@code -15m}. */
public final class Times {

    private static final Instant LATEST = Instant.ofEpochSecond(0, Long.MAX_VALUE);
    // A plus that is not encoded arrives as a blank.
    private static final Pattern BLANK_OFFSET = Pattern.compile(" \\d\\d:?\\d\\d$");
    private static final Pattern BEFORE_NOW = Pattern.compile("-(\\d{1,9})([smhdw])");

    private Times() {}

    /** @throws InvalidParameterException if it is not a time from 1970 to 2262 */
    public static Instant instant(String parameter, String value, Instant now) {
        try {
            var instant = parse(value, now);
            if (!instant.isBefore(Instant.EPOCH) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Refused like a time out of range.
        }
        if (BLANK_OFFSET.matcher(value).find()) {
            throw new InvalidParameterException(
                    parameter,
                    "has a blank where its offset begins: in a URL write %2B for a plus, such as"
                            + " 2026-01-31T23:59:59%2B02:00");
        }
        throw new InvalidParameterException(
                parameter,
                "must be RFC 3339 from 1970-01-01 to 2262-04-11, such as 2026-01-31T23:59:59Z, or now, or a time before"
                        + " now in s, m, h, d or w, such as -15m");
    }

    private static Instant parse(String value, Instant now) {
        if (value.equals("now")) {
            return now;
        }
        var before = BEFORE_NOW.matcher(value);
        if (before.matches()) {
            return now.minus(unit(before.group(2)).multipliedBy(Long.parseLong(before.group(1))));
        }
        return OffsetDateTime.parse(value).toInstant();
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
