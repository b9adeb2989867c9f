package io.logcast.client.appender;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes and times as people write them into configuration files. */
final class Amounts {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*(|[kmg]?b)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|(?:millisecond|second|minute|hour)s?)", Pattern.CASE_INSENSITIVE);

    private Amounts() {}

    /** A number of bytes, or of KB, MB or GB, which are powers of 1024. */
    static long bytes(String name, String text) {
        var size = matched(SIZE, name, text, "256MB");
        var factor = switch (unit(size)) {
            case "kb" -> 1L << 10;
            case "mb" -> 1L << 20;
            case "gb" -> 1L << 30;
            default -> 1L;
        };
        var count = Long.parseLong(size.group(1));
        // An amount that does not fit into a long exceeds every limit anyway.
        return count > Long.MAX_VALUE / factor ? Long.MAX_VALUE : count * factor;
    }

    /** A number with its unit: milliseconds, seconds, minutes or hours. */
    static Duration time(String name, String text) {
        var time = matched(TIME, name, text, "5 seconds");
        var unit = switch (unit(time)) {
            case "ms", "millisecond", "milliseconds" -> ChronoUnit.MILLIS;
            case "s", "second", "seconds" -> ChronoUnit.SECONDS;
            case "m", "minute", "minutes" -> ChronoUnit.MINUTES;
            default -> ChronoUnit.HOURS;
        };
        return Duration.of(Long.parseLong(time.group(1)), unit);
    }

    private static String unit(Matcher amount) {
        return amount.group(2).toLowerCase(Locale.ROOT);
    }

    private static Matcher matched(Pattern pattern, String name, String text, String example) {
        var matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("%s: must be like %s, but is %s".formatted(name, example, text));
        }
        return matcher;
    }
}
