package io.logcast.consumer.webhooks;

import io.logcast.http.InvalidFieldException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends batches to targets. */
@ApplicationScoped
public class WebhookClient {

    /**
     * Sends the batch once. The stage completes within the deadline, never exceptionally, and on any thread; so
     * continue on a thread of your own if you block.
     */
    public CompletionStage<WebhookResult> send(WebhookTarget target, WebhookBatch batch) {
        return CompletableFuture.completedFuture(new WebhookResult.Retry("not sent", Optional.empty()));
    }

    /**
     * Checks what this service knows of the target without asking anybody: that its secrets and its TLS configuration exist
     * and can be used, and that an IP address in its URL is allowed.
     *
     * @throws InvalidFieldException naming the first field that cannot be used
     */
    public void check(WebhookTarget target) {}
}
