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
import java.util.function.Supplier;

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

    /** Hears what became of a batch, on a thread that may wait. */
    interface Listener {

        void sent(WebhookTarget target, Attempt attempt, WebhookResult result);
    }

    /**
     * Sends the batch as soon as not too many others are on their way, and then calls the listener. Does not wait.
     *
     * @param target asked when its turn comes, on any thread; must not block. Empty if the batch is no longer to be sent
     * @param notSent called then, instead of the listener
     */
    void send(WebhookBatch batch, Supplier<Optional<WebhookTarget>> target, Listener listener, Runnable notSent) {
        sends.begin(() -> {
            var current = target.get();
            current.ifPresentOrElse(found -> sendNow(found, batch, listener), () -> workers.execute(notSent));
            return current.isPresent();
        });
    }

    private void sendNow(WebhookTarget target, WebhookBatch batch, Listener listener) {
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
                            listener.sent(target, Attempt.of(batch, result, sentAt, millis), result);
                        },
                        workers);
    }
}
