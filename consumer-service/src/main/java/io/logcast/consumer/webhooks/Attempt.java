package io.logcast.consumer.webhooks;

import io.logcast.consumer.webhooks.WebhookTarget.Format;
import io.logcast.consumer.webhooks.formats.OtlpAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request and its answer, until a deadline. */
final class Attempt {

    /** The most bytes of an answer's body that are read. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final int REST_SECONDS = 1;

    private final Clock clock;
    private final WebhookTarget target;
    private final WebhookBatch batch;
    private final CompletableFuture<WebhookResult> result = new CompletableFuture<>();
    /** Ends with the answer, with a failure, or at the deadline. */
    private final CompletableFuture<@Nullable Void> exchange = new CompletableFuture<>();

    private final Buffer answer = Buffer.buffer();
    private int answerBytes;
    private volatile @Nullable HttpClientRequest request;
    /** The result that the status decides; null until it has arrived, or if the body decides. */
    private volatile @Nullable WebhookResult decided;

    Attempt(Clock clock, Duration deadline, WebhookTarget target, WebhookBatch batch) {
        this.clock = clock;
        this.target = target;
        this.batch = batch;
        // Not on the caller's Vert.x context, which may be blocked until there is a result.
        var unused = exchange.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, timeout) -> {
                    if (timeout != null) {
                        retry("no answer within " + deadline.toMillis() + " ms");
                        disconnect();
                    }
                });
    }

    CompletionStage<WebhookResult> result() {
        return result;
    }

    boolean isOver() {
        return exchange.isDone();
    }

    /** Sends the request, unless the deadline is over. */
    void send(HttpClient client, RequestOptions options, byte[] body) {
        client.request(options).onFailure(this::fail).onSuccess(connected -> {
            if (begin(connected)) {
                connected.send(Buffer.buffer(body)).onFailure(this::fail).onSuccess(this::read);
            } else {
                connected.reset();
            }
        });
    }

    /** The deadline may come at any time: then one of the two threads disconnects. */
    private boolean begin(HttpClientRequest connected) {
        request = connected;
        return !isOver();
    }

    /**
     * The status decides, except for OTLP, whose body says whether some records were refused. It waits only a moment
     * for the rest of the answer, so that the connection can be kept.
     */
    private void read(HttpClientResponse response) {
        var decision = Answers.of(
                target.format(), response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER), clock.instant());
        var isInBody = target.format() == Format.OTLP && decision instanceof WebhookResult.Delivered;
        if (!isInBody) {
            decided = decision;
            CompletableFuture.delayedExecutor(REST_SECONDS, TimeUnit.SECONDS).execute(() -> endWith(decision));
        }
        response.exceptionHandler(this::fail);
        response.endHandler(ended -> {
            result.complete(isInBody ? otlpResult(response.statusCode()) : decision);
            exchange.complete(null);
        });
        response.handler(chunk -> {
            answerBytes += chunk.length();
            if (isInBody) {
                answer.appendBuffer(chunk);
            }
            if (answerBytes > MAX_ANSWER_BYTES) {
                endWith(decision);
            }
        });
    }

    private void endWith(WebhookResult decision) {
        result.complete(decision);
        end();
    }

    private WebhookResult otlpResult(int status) {
        var rejected = OtlpAnswer.rejected(answer.getBytes());
        return rejected > 0
                ? new WebhookResult.Refused(
                        status,
                        "the receiver refused %d of %d records, and does not say which"
                                .formatted(rejected, batch.events().size()),
                        false)
                : new WebhookResult.Delivered(status);
    }

    /** Something before the answer's end failed; the same may succeed later. */
    void fail(Throwable failure) {
        end(Failures.reason(target.url().getHost(), failure));
    }

    /** Ends it without an answer, if it has none yet. */
    void end(String reason) {
        retry(reason);
        end();
    }

    private void retry(String reason) {
        var known = decided;
        result.complete(known == null ? new WebhookResult.Retry(reason, Optional.empty()) : known);
    }

    private void end() {
        if (exchange.complete(null)) {
            disconnect();
        }
    }

    private void disconnect() {
        var sent = request;
        if (sent != null) {
            sent.reset();
        }
    }
}
