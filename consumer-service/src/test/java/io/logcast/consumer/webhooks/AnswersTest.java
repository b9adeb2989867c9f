package io.logcast.consumer.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.webhooks.WebhookTarget.Format;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {

    private static final Instant NOW = Instant.parse("2026-01-31T23:59:00Z");

    @ParameterizedTest
    @CsvSource({
        "200, Delivered, Delivered",
        "202, Delivered, Delivered",
        "204, Delivered, Delivered",
        "301, Refused, Refused",
        "307, Refused, Refused",
        "400, Refused, Refused",
        "401, Retry, Retry",
        "403, Retry, Retry",
        "404, Retry, Retry",
        "408, Retry, Refused",
        "410, Gone, Gone",
        "413, Refused, Refused",
        "425, Retry, Refused",
        "429, Retry, Retry",
        "500, Retry, Refused",
        "501, Retry, Refused",
        "502, Retry, Retry",
        "503, Retry, Retry",
        "504, Retry, Retry"
    })
    void meansByFormat(int status, String webhook, String otlp) {
        assertThat(Answers.of(Format.JSON, status, null, NOW).getClass().getSimpleName())
                .isEqualTo(webhook);
        assertThat(Answers.of(Format.CLOUDEVENTS, status, null, NOW).getClass().getSimpleName())
                .isEqualTo(webhook);
        assertThat(Answers.of(Format.OTLP, status, null, NOW).getClass().getSimpleName())
                .isEqualTo(otlp);
    }

    @ParameterizedTest
    @CsvSource({"JSON, true", "CLOUDEVENTS, true", "OTLP, false"})
    void mayBeTriedAgainUnlessItIsOtlp(Format format, boolean mayRetry) {
        assertThat(Answers.of(format, 400, null, NOW))
                .isEqualTo(new WebhookResult.Refused(400, "the receiver answered 400", mayRetry));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | PT7S",
                " 0 | PT0S",
                "'Sun, 01 Feb 2026 00:00:00 GMT' | PT1M",
                "'Sat, 31 Jan 2026 23:00:00 GMT' | PT0S",
                "999999999 | P1D",
                "'Thu, 31 Dec 2099 00:00:00 GMT' | P1D",
                "-1 | ",
                "soon | ",
                "99999999999999999999 | ",
                "1.5 | ",
                " | "
            })
    void readsRetryAfter(@Nullable String header, @Nullable Duration wait) {
        assertThat(Answers.of(Format.JSON, 429, header, NOW))
                .isEqualTo(new WebhookResult.Retry("the receiver answered 429", Optional.ofNullable(wait), true));
    }
}
