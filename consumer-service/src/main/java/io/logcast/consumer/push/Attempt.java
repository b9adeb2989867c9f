package io.logcast.consumer.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.webhooks.WebhookBatch;
import io.logcast.consumer.webhooks.WebhookResult;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a batch.
 *
 * @param webhookId the batch's id, the same for each attempt
 * @param outcome {@code delivered}, {@code retry}, {@code gone} or {@code refused}
 * @param status the answer's HTTP status; null for {@code retry}, whose reason names it if there was an answer
 * @param reason why the target did not take the batch; null if it did, or is gone
 * @param millis how long it took (ms)
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Attempt(
        Instant sentAt,
        String webhookId,
        int events,
        String outcome,
        @Nullable Integer status,
        @Nullable String reason,
        long millis) {

    /** The possible outcomes of an attempt. */
    static final List<String> OUTCOMES = List.of("delivered", "retry", "gone", "refused");

    private static final String DELIVERED = "delivered";
    private static final int GONE = 410;

    static Attempt of(WebhookBatch batch, WebhookResult result, Instant sentAt, long millis) {
        var events = batch.events().size();
        if (result instanceof WebhookResult.Delivered delivered) {
            return new Attempt(sentAt, batch.id(), events, DELIVERED, delivered.status(), null, millis);
        }
        if (result instanceof WebhookResult.Refused refused) {
            return new Attempt(sentAt, batch.id(), events, "refused", refused.status(), refused.reason(), millis);
        }
        if (result instanceof WebhookResult.Retry retry) {
            return new Attempt(sentAt, batch.id(), events, "retry", null, retry.reason(), millis);
        }
        return new Attempt(sentAt, batch.id(), events, "gone", GONE, null, millis);
    }

    boolean isDelivered() {
        return outcome.equals(DELIVERED);
    }
}
