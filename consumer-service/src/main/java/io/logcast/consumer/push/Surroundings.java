package io.logcast.consumer.push;

import io.logcast.consumer.subscriptions.delivery.QueueReaders;
import io.logcast.consumer.webhooks.WebhookBatch;
import io.logcast.consumer.webhooks.WebhookClient;
import io.logcast.consumer.webhooks.WebhookResult;
import io.logcast.consumer.webhooks.WebhookTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    /**
     * How long one request may take: as configured, or less if messages are held so briefly that a request would
     * outlast them.
     */
    Duration deadline() {
        var fresh = Duration.ofNanos(readers.longestTimes().ackDeadline() / 2);
        return fresh.compareTo(client.deadline()) < 0 ? fresh : client.deadline();
    }

    /**
     * Sends the batch, which {@link #sends} must have allowed. Does not wait.
     *
     * @param listener receives the result, on a thread that may block
     */
    void send(WebhookTarget target, WebhookBatch batch, BiConsumer<Attempt, WebhookResult> listener) {
        var sentAt = clock.instant();
        var begun = System.nanoTime();
        begin(target, batch)
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

    private CompletionStage<WebhookResult> begin(WebhookTarget target, WebhookBatch batch) {
        try {
            return client.send(target, batch, deadline());
        } catch (RuntimeException | Error e) {
            // For example, no thread could be started: its place must become free again all the same.
            return CompletableFuture.failedFuture(e);
        }
    }
}
