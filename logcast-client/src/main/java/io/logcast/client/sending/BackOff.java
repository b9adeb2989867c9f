package io.logcast.client.sending;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long after each try, with jitter so that senders do not try all at
 * once.
 *
 * @param first the longest wait after the first failure
 * @param max the longest wait, unless the server asks for more
 */
public record BackOff(Duration first, Duration max, RandomGenerator random) {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final int MAX_DOUBLINGS = 30;

    /**
     * A random time between half of the back-off and all of it. If the server asks for a time, it is that time plus at
     * most {@code first}.
     *
     * @param failures the number of failures in a row, at least 1
     */
    public Duration pause(int failures, Duration retryAfter) {
        var doubled = Math.min(
                (double) max.toMillis(), first.toMillis() * Math.pow(2, Math.min(failures - 1, MAX_DOUBLINGS)));
        var millis = (long) (doubled * (0.5 + random.nextDouble() / 2));
        return retryAfter.isZero()
                ? Duration.ofMillis(millis)
                : retryAfter.plusMillis(Math.min(millis, first.toMillis()));
    }

    /**
     * The time that the header {@code Retry-After} asks for, up to 10 min; zero if there is none, or it cannot be read.
     */
    public static Duration retryAfter(String header, Instant now) {
        try {
            var asked = header.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            var atMost = asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
            return atMost.isNegative() ? Duration.ZERO : atMost;
        } catch (NumberFormatException | DateTimeParseException e) {
            return Duration.ZERO;
        }
    }
}
