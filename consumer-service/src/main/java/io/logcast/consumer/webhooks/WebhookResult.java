package io.logcast.consumer.webhooks;

import java.time.Duration;
import java.util.Optional;

/** The result of one attempt. Its texts contain neither secrets nor text from the receiver. */
public sealed interface WebhookResult {

    /** The receiver took the batch. */
    record Delivered(int status) implements WebhookResult {}

    /**
     * The same batch may succeed later: the receiver cannot take it now, did not answer in time or cannot be reached,
     * or something is missing on our side, such as a secret.
     *
     * @param retryAfter how long the receiver wants to be left alone
     * @param answered whether the receiver has answered, so the batch itself may be the reason
     */
    record Retry(String reason, Optional<Duration> retryAfter, boolean answered) implements WebhookResult {

        /** There was no answer. */
        public Retry(String reason, Optional<Duration> retryAfter) {
            this(reason, retryAfter, false);
        }
    }

    /** The receiver answered 410: it wants no more events. */
    record Gone() implements WebhookResult {}

    /**
     * The receiver does not want this batch.
     *
     * @param status of the answer; 200 if an OTLP receiver took only a part of the batch and does not say which
     * @param mayRetry whether another attempt is allowed: it is not for OTLP, whose specification forbids it
     */
    record Refused(int status, String reason, boolean mayRetry) implements WebhookResult {}
}
