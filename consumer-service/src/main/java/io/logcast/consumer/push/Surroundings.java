package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.delivery.QueueReaders;
import io.logcast.consumer.webhooks.WebhookBatch;
import io.logcast.consumer.webhooks.WebhookClient;
import io.logcast.consumer.webhooks.WebhookResult;
import io.logcast.consumer.webhooks.WebhookTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * What all subscriptions that this replica pushes share.
 *
 * @param workers run what may wait for the broker or the database
 */
record Surroundings(
        QueueReaders readers,
        WebhookClient client,
        Sends sends,
        Attempts attempts,
        PushTable table,
        Clock clock,
        Executor workers) {

    /** Sends the batch as soon as not too many others are on their way, and then calls the listener. Does not wait. */
    void send(WebhookTarget target, WebhookBatch batch, BiConsumer<Attempt, WebhookResult> listener) {
        sends.begin(() -> sendNow(target, batch, listener));
    }

    private void sendNow(WebhookTarget target, WebhookBatch batch, BiConsumer<Attempt, WebhookResult> listener) {
        var sentAt = clock.instant();
        var begun = System.nanoTime();
        client.send(target, batch)
                // Whatever happens, the message must not be forgotten.
                .exceptionally(failure -> new WebhookResult.Retry("It could not be sent", Optional.empty()))
                .thenAcceptAsync(
                        result -> {
                            sends.ended();
                            var millis =
                                    Duration.ofNanos(System.nanoTime() - begun).toMillis();
                            listener.accept(Attempt.of(batch, result, sentAt, millis), result);
                        },
                        workers);
    }
}
