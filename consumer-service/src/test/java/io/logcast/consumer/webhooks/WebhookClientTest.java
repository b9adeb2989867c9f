package io.logcast.consumer.webhooks;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.logcast.consumer.webhooks.WebhookTarget.Authentication;
import io.logcast.consumer.webhooks.WebhookTarget.Format;
import io.logcast.consumer.webhooks.WebhookTarget.Scheme;
import io.logcast.consumer.webhooks.addresses.Addresses;
import io.logcast.consumer.webhooks.addresses.Network;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and calls what sets the rest.
class WebhookClientTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String NEW_KEY = "whsec_bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3";
    private static final String OLD_KEY = "whsec_b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xk";
    private static final String TOKEN = "s3cr3t-t0k3n";

    @TempDir
    Path folder;

    private Vertx vertx;
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        vertx = Vertx.vertx();
        receiver = new Receiver(vertx, new HttpServerOptions());
        Files.writeString(folder.resolve("new"), NEW_KEY);
        Files.writeString(folder.resolve("old"), OLD_KEY);
        Files.writeString(folder.resolve("token"), TOKEN);
    }

    @AfterEach
    void stop() {
        Receiver.join(vertx.close());
    }

    @Test
    void sendsWhatAPublicLibraryVerifiesWithEitherSecret() throws WebhookVerificationException {
        // Given
        var batch = batch();
        // When
        var result = send(LONG, target(Format.JSON, List.of("new", "old"), null), batch);
        // Then
        assertThat(result).isEqualTo(new WebhookResult.Delivered(200));
        var request = receiver.requests.get(0);
        var body = request.body().toString(UTF_8);
        new Webhook(NEW_KEY).verify(body, request.httpHeaders());
        new Webhook(OLD_KEY).verify(body, request.httpHeaders());
        assertThatThrownBy(() -> new Webhook(NEW_KEY).verify(body + " ", request.httpHeaders()))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook("whsec_b3RoZXJvdGhlcm90aGVyb3RoZXI=").verify(body, request.httpHeaders()))
                .isInstanceOf(WebhookVerificationException.class);
        assertThat(request.header("webhook-id")).isEqualTo(batch.id());
    }

    @Test
    void sendsTheHeadersOfTheTargetAndTheCredentials() {
        // When
        send(LONG, target(Format.JSON, List.of(), new Authentication(Scheme.BEARER, "token")), batch());
        // Then
        var request = receiver.requests.get(0);
        assertThat(request.uri()).isEqualTo("/hooks?tenant=a%20b");
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.header("X-Tenant")).isEqualTo("acme");
        assertThat(request.header("Host")).isEqualTo("receiver.example:" + receiver.port());
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.headers()).doesNotContainKeys("webhook-signature", "traceparent");
    }

    @Test
    void hasTheSameIdForTheSameEventsInEachAttempt() {
        var events = List.of(event("a"), event("b"));
        assertThat(WebhookBatch.of(events, 1).id())
                .isEqualTo(WebhookBatch.of(List.copyOf(events), 2).id());
        assertThat(WebhookBatch.of(events, 1).id())
                .isNotEqualTo(WebhookBatch.of(events.subList(0, 1), 1).id())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void exportsToAReceiverOfOtlp() throws IOException {
        // Given
        var event = fullEvent();
        receiver.answer = response -> response.end(
                Buffer.buffer(ExportLogsServiceResponse.getDefaultInstance().toByteArray()));
        // When
        var result = send(LONG, target(Format.OTLP, List.of("new"), null), WebhookBatch.of(List.of(event), 1));
        // Then
        assertThat(result).isEqualTo(new WebhookResult.Delivered(200));
        var request = receiver.requests.get(0);
        assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
        assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
        var export = ExportLogsServiceRequest.parseFrom(
                new GZIPInputStream(new ByteArrayInputStream(request.body().getBytes())));
        assertThat(export.getResourceLogs(0)
                        .getScopeLogs(0)
                        .getLogRecords(0)
                        .getBody()
                        .getStringValue())
                .isEqualTo(event.message());
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
        assertThat(send(LONG, target(Format.OTLP, List.of(), null), batch()))
                .isEqualTo(new WebhookResult.Refused(
                        200, "the receiver refused 1 of 2 records, and does not say which", false));
    }

    @Test
    void isToldWhenToComeBack() {
        receiver.answer = response ->
                response.setStatusCode(429).putHeader("Retry-After", "7").end();
        assertThat(send(LONG, target(), batch()))
                .isEqualTo(new WebhookResult.Retry("the receiver answered 429", Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void isToldToStop() {
        receiver.answer = response -> response.setStatusCode(410).end();
        assertThat(send(LONG, target(), batch())).isEqualTo(new WebhookResult.Gone());
    }

    @Test
    void doesNotFollowARedirect() {
        // Given
        receiver.answer = response -> response.setStatusCode(307)
                .putHeader("Location", "http://127.0.0.1:" + receiver.port() + "/other")
                .end();
        // Then
        assertThat(send(LONG, target(), batch()))
                .isEqualTo(new WebhookResult.Refused(
                        307, "the receiver answered 307, and redirects are not followed", true));
        assertThat(receiver.requests).hasSize(1);
    }

    @Test
    void endsAtTheDeadlineWithoutAnAnswer() {
        receiver.answer = response -> {};
        assertThat(send(SHORT, target(), batch()))
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
        assertThat(send(SHORT, target(Format.OTLP, List.of(), null), batch()))
                .isEqualTo(new WebhookResult.Retry("no answer within 300 ms", Optional.empty()));
    }

    @Test
    void triesAgainAfterHalfAnAnswer() {
        // Given
        receiver.answer = response ->
                response.putHeader("Content-Length", "100").write("half").onComplete(written -> response.reset());
        // Then
        assertThat(send(LONG, target(Format.OTLP, List.of(), null), batch()))
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
        assertThat(send(LONG, target(Format.OTLP, List.of(), null), batch()))
                .isEqualTo(new WebhookResult.Delivered(200));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(connection.get())
                        .satisfies(answer ->
                                assertThat(answer != null && answer.closed()).isTrue()));
    }

    @Test
    void triesAgainIfNobodyListens() {
        receiver.close();
        assertThat(send(LONG, target(), batch()))
                .isEqualTo(new WebhookResult.Retry("receiver.example does not take connections", Optional.empty()));
    }

    @Test
    void triesAgainIfSomethingIsMissing() {
        assertThat(send(LONG, target(Format.JSON, List.of("none"), null), batch()))
                .isInstanceOfSatisfying(
                        WebhookResult.Retry.class,
                        retry -> assertThat(retry.reason()).contains("the secret none does not exist"));
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void neverFailsEvenIfTheServiceStops() {
        // Given
        var client = client(LONG);
        Receiver.join(vertx.close());
        // Then
        assertThat(client.send(target(), batch())).succeedsWithin(LONG).isInstanceOf(WebhookResult.Retry.class);
        vertx = Vertx.vertx();
    }

    @Test
    void hasNoSecretInAnyResult() {
        // Given
        var target = target(Format.JSON, List.of("new"), new Authentication(Scheme.BEARER, "token"));
        // Then
        for (var status : List.of(200, 302, 401, 410, 500)) {
            receiver.answer = response ->
                    response.setStatusCode(status).setStatusMessage(TOKEN).end(TOKEN + NEW_KEY);
            assertThat(send(LONG, target, batch()).toString()).doesNotContain(TOKEN, NEW_KEY.substring(6), "tenant=");
        }
        assertThat(target.toString()).doesNotContain(TOKEN, NEW_KEY.substring(6));
    }

    @Test
    void checksWhatItKnowsOfATarget() {
        // Given
        var client = client(LONG);
        // Then
        assertThatCode(() -> client.check(target())).doesNotThrowAnyException();
        assertThatThrownBy(() -> client.check(target(Format.JSON, List.of("none"), null)))
                .hasMessageContaining("push.secrets: the secret none");
        assertThatThrownBy(
                        () -> client.check(target(Format.JSON, List.of(), new Authentication(Scheme.BASIC, "token"))))
                .hasMessage("push.authentication.secret: the secret token must be user:password");
        assertThatThrownBy(() -> client.check(new WebhookTarget(
                        URI.create("http://10.0.0.1/"), Format.JSON, Map.of(), List.of(), null, null)))
                .hasMessageStartingWith("push.url: 10.0.0.1");
        assertThatThrownBy(() -> client.check(new WebhookTarget(
                        URI.create("https://example.com/"), Format.JSON, Map.of(), List.of(), null, "none")))
                .hasMessageStartingWith("push.tls: no TLS configuration has the name none");
    }

    private WebhookResult send(Duration deadline, WebhookTarget target, WebhookBatch batch) {
        return client(deadline)
                .send(target, batch)
                .toCompletableFuture()
                .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private WebhookClient client(Duration deadline) {
        return new WebhookClient(
                Clock.systemUTC(),
                new HttpClients(vertx, new TlsConfigurations()),
                new Secrets(Optional.of(folder)),
                new Addresses(List.of(Network.of("127.0.0.1/32")), host -> InetAddress.getAllByName("127.0.0.1")),
                deadline);
    }

    private WebhookTarget target() {
        return target(Format.JSON, List.of(), null);
    }

    private WebhookTarget target(Format format, List<String> secrets, @Nullable Authentication authentication) {
        var url = URI.create("http://receiver.example:" + receiver.port() + "/hooks?tenant=a%20b");
        return new WebhookTarget(url, format, Map.of("X-Tenant", "acme"), secrets, authentication, null);
    }

    private static WebhookBatch batch() {
        return WebhookBatch.of(List.of(event("first"), event("second")), 1);
    }
}
