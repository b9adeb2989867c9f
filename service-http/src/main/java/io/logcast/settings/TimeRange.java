package io.logcast.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * A time in the configuration: a whole number with its unit, within a range. A bare number is refused, since some
 * readers would take it for seconds and others for milliseconds. The kinds of times are its subclasses; a setting names
 * its kind as its converter.
 */
public abstract class TimeRange implements Converter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private final String least;
    private final String most;

    /** Both ends are included. */
    protected TimeRange(String least, String most) {
        this.least = least;
        this.most = most;
    }

    /** @throws IllegalArgumentException if it has no unit, or lies outside the range */
    @Override
    public final Duration convert(String value) {
        var time = parse(value.trim().toLowerCase(Locale.ROOT));
        if (time.isNegative() || time.compareTo(parse(least)) < 0 || time.compareTo(parse(most)) > 0) {
            throw new IllegalArgumentException("must be a whole number with a unit (ms, s, m, h or d), from " + this);
        }
        return time;
    }

    @Override
    public final String toString() {
        return least + " to " + most;
    }

    /** Negative if it is not a time. */
    private static Duration parse(String value) {
        var parts = FORM.matcher(value);
        return parts.matches()
                ? Duration.of(Long.parseLong(parts.group(1)), UNITS.get(parts.group(2)))
                : Duration.ofMillis(-1);
    }
}
