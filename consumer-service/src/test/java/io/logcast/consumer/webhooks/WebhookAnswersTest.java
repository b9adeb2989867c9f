package io.logcast.consumer.webhooks;

import static io.logcast.consumer.webhooks.Sending.LONG;
import static io.logcast.consumer.webhooks.Sending.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.webhooks.WebhookTarget.Format;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What receivers do, and what becomes of the batch. */
@SuppressWarnings("NullAway.Init") // JUnit calls what sets the fields.
class WebhookAnswersTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private Vertx vertx;
    private Receiver receiver;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        receiver = new Receiver(vertx, new HttpServerOptions());
    }

    @AfterEach
    void stop() {
        Receiver.join(vertx.close());
    }

    @Test
    void isRefusedForGoodByAnOtlpReceiverThatTakesOnlyAPart() {
        // Given
        var partial =
                ExportLogsPartialSuccess.newBuilder().setRejectedLogRecords(1).setErrorMessage("too old");
        var answer = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(partial)
                .build();
        receiver.answer = response -> response.end(Buffer.buffer(answer.toByteArray()));
        // Then
        assertThat(send(Format.OTLP))
                .isEqualTo(new WebhookResult.Refused(
                        200, "the receiver refused 1 of 2 records, and does not say which", false));
    }

    @Test
    void isToldWhenToComeBack() {
        receiver.answer = response ->
                response.setStatusCode(429).putHeader("Retry-After", "7").end();
        assertThat(send(Format.JSON))
                .isEqualTo(
                        new WebhookResult.Retry("the receiver answered 429", Optional.of(Duration.ofSeconds(7)), true));
    }

    @Test
    void isToldToStop() {
        receiver.answer = response -> response.setStatusCode(410).end();
        assertThat(send(Format.JSON)).isEqualTo(new WebhookResult.Gone());
    }

    @Test
    void doesNotFollowARedirect() {
        // Given
        receiver.answer = response -> response.setStatusCode(307)
                .putHeader("Location", "http://127.0.0.1:" + receiver.port() + "/other")
                .end();
        // Then
        assertThat(send(Format.JSON))
                .isEqualTo(new WebhookResult.Refused(
                        307, "the receiver answered 307, and redirects are not followed", true));
        assertThat(receiver.requests).hasSize(1);
    }

    @Test
    void endsAtTheDeadlineWithoutAnAnswer() {
        receiver.answer = response -> {};
        assertThat(send(SHORT, Format.JSON))
                .isEqualTo(new WebhookResult.Retry("no answer within 300 ms", Optional.empty()));
    }

    @Test
    void endsAtTheDeadlineInAnAnswerThatIsTooSlow() {
        // Given
        receiver.answer = response -> {
            response.setChunked(true).write("a");
            vertx.setPeriodic(20, tick -> response.write("a"));
        };
        // Then
        assertThat(send(SHORT, Format.OTLP))
                .isEqualTo(new WebhookResult.Retry("no answer within 300 ms", Optional.empty()));
    }

    @Test
    void triesAgainAfterHalfAnAnswer() {
        // Given
        receiver.answer = response ->
                response.putHeader("Content-Length", "100").write("half").onComplete(written -> response.reset());
        // Then
        assertThat(send(Format.OTLP))
                .isEqualTo(new WebhookResult.Retry(
                        "the connection to receiver.example ended before the answer", Optional.empty()));
    }

    @Test
    void cutsOffALongAnswer() {
        // Given
        var connection = new AtomicReference<@Nullable HttpServerResponse>();
        receiver.answer = response -> {
            connection.set(response);
            response.setChunked(true);
            vertx.setPeriodic(1, tick -> {
                if (!response.writeQueueFull()) {
                    response.write("a".repeat(16 * 1024));
                }
            });
        };
        // Then
        assertThat(send(Format.OTLP)).isEqualTo(new WebhookResult.Delivered(200));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(connection.get())
                        .satisfies(answer ->
                                assertThat(answer != null && answer.closed()).isTrue()));
    }

    @Test
    void triesAgainIfNobodyListens() {
        receiver.close();
        assertThat(send(Format.JSON))
                .isEqualTo(new WebhookResult.Retry("receiver.example does not take connections", Optional.empty()));
    }

    private WebhookResult send(Format format) {
        return send(LONG, format);
    }

    private WebhookResult send(Duration deadline, Format format) {
        var client = Sending.client(vertx, Optional.empty(), deadline);
        return Sending.result(client, Sending.target(receiver, format, List.of(), null), batch());
    }
}
