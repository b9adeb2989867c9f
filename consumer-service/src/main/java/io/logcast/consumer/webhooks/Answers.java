package io.logcast.consumer.webhooks;

import io.logcast.consumer.webhooks.WebhookTarget.Format;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the status of an answer means. */
final class Answers {

    private static final int GONE = 410;
    private static final int SERVER_ERROR = 500;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int BAD_REQUEST = 400;

    /**
     * 401, 403 and 404 mean that a token or the URL is wrong, not the events: without another try, every event would
     * become a dead letter until somebody fixes that. 408 means request timeout, 425 too early, 429 too many requests.
     */
    private static final Set<Integer> TRY_LATER = Set.of(401, 403, 404, 408, 425, 429);

    /**
     * OTLP's specification allows a retry only after 429, 502, 503 and 504. The others are retried too, for the reason
     * above.
     */
    private static final Set<Integer> TRY_OTLP_LATER = Set.of(401, 403, 404, 429, 502, 503, 504);

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int MAX_DIGITS = 9;

    private Answers() {}

    static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    /** @param retryAfter the header {@code Retry-After}: seconds, or a date */
    static WebhookResult of(Format format, int status, @Nullable String retryAfter, Instant now) {
        if (isSuccess(status)) {
            return new WebhookResult.Delivered(status);
        }
        if (status == GONE) {
            return new WebhookResult.Gone();
        }
        if (mayRetry(format, status)) {
            return new WebhookResult.Retry("the receiver answered " + status, wait(retryAfter, now), true);
        }
        var isRedirect = status >= MULTIPLE_CHOICES && status < BAD_REQUEST;
        return new WebhookResult.Refused(
                status,
                "the receiver answered " + status + (isRedirect ? ", and redirects are not followed" : ""),
                format != Format.OTLP);
    }

    private static boolean mayRetry(Format format, int status) {
        return format == Format.OTLP
                ? TRY_OTLP_LATER.contains(status)
                : status >= SERVER_ERROR || TRY_LATER.contains(status);
    }

    /** At most a day; empty without the header, or if it cannot be read. */
    private static Optional<Duration> wait(@Nullable String retryAfter, Instant now) {
        return Optional.ofNullable(retryAfter)
                .flatMap(text -> parsed(text.strip(), now))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Optional<Duration> parsed(String text, Instant now) {
        if (text.matches("\\d{1," + MAX_DIGITS + "}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, date.toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
