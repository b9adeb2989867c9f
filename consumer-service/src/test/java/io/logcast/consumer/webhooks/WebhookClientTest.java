package io.logcast.consumer.webhooks;

import static io.logcast.consumer.webhooks.Sending.LONG;
import static io.logcast.consumer.webhooks.Sending.batch;
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
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and calls what sets the rest.
class WebhookClientTest {

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
        var result = send(target(Format.JSON, List.of("new", "old"), null), batch);
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
        send(target(Format.JSON, List.of(), new Authentication(Scheme.BEARER, "token")), batch());
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
    void marksEventsOfAReplayAndGivesThemAnotherId() {
        // Given
        var events = List.of(event("a"));
        var replay = UUID.randomUUID();
        var replayed = WebhookBatch.of(events, replay, 1);
        // When
        send(target(Format.JSON, List.of(), null), replayed);
        send(target(Format.JSON, List.of(), null), WebhookBatch.of(events, 1));
        // Then
        assertThat(receiver.requests.get(0).header("logcast-replayed")).isEqualTo(replay.toString());
        assertThat(receiver.requests.get(1).headers()).doesNotContainKey("logcast-replayed");
        assertThat(replayed.id()).isNotEqualTo(WebhookBatch.of(events, 1).id());
    }

    @Test
    void exportsToAReceiverOfOtlp() throws IOException {
        // Given
        var event = fullEvent();
        receiver.answer = response -> response.end(
                Buffer.buffer(ExportLogsServiceResponse.getDefaultInstance().toByteArray()));
        // When
        var result = send(target(Format.OTLP, List.of("new"), null), WebhookBatch.of(List.of(event), 1));
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
    void triesAgainIfSomethingIsMissing() {
        assertThat(send(target(Format.JSON, List.of("none"), null), batch()))
                .isInstanceOfSatisfying(
                        WebhookResult.Retry.class,
                        retry -> assertThat(retry.reason()).contains("the secret none does not exist"));
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void neverFailsEvenIfTheServiceStops() {
        // Given
        var client = client();
        Receiver.join(vertx.close());
        // Then
        assertThat(client.send(target(), batch())).succeedsWithin(LONG).isInstanceOf(WebhookResult.Retry.class);
        vertx = Vertx.vertx();
    }

    @Test
    void aRequestIsOpenUntilItsResultAlsoIfTheAnswerNeverEnds() {
        // Given
        var closed = new CompletableFuture<Void>();
        receiver.answer = response -> {
            response.closeHandler(gone -> closed.complete(null));
            response.setChunked(true).write("never ends");
        };
        // When
        var result = send(target(), batch());
        // Then: long before the deadline
        assertThat(result).isEqualTo(new WebhookResult.Delivered(200));
        assertThat(closed).succeedsWithin(LONG.dividedBy(2));
    }

    @Test
    void noRequestWaitsUntilOthersToTheSameHostHaveEnded() {
        // Given
        receiver.answer = response -> {};
        var client = client();
        // When
        IntStream.range(0, 40).forEach(i -> client.send(target(), batch()));
        // Then
        await().atMost(LONG).until(() -> receiver.requests.size() == 40);
    }

    @Test
    void hasNoSecretInAnyResult() {
        // Given
        var target = target(Format.JSON, List.of("new"), new Authentication(Scheme.BEARER, "token"));
        // Then
        for (var status : List.of(200, 302, 401, 410, 500)) {
            receiver.answer = response ->
                    response.setStatusCode(status).setStatusMessage(TOKEN).end(TOKEN + NEW_KEY);
            assertThat(send(target, batch()).toString()).doesNotContain(TOKEN, NEW_KEY.substring(6), "tenant=");
        }
        assertThat(target.toString()).doesNotContain(TOKEN, NEW_KEY.substring(6));
    }

    @Test
    void checksWhatItKnowsOfATarget() {
        // Given
        var client = client();
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

    private WebhookResult send(WebhookTarget target, WebhookBatch batch) {
        return Sending.result(client(), target, batch);
    }

    private WebhookClient client() {
        return Sending.client(vertx, Optional.of(folder), LONG);
    }

    private WebhookTarget target() {
        return target(Format.JSON, List.of(), null);
    }

    private WebhookTarget target(Format format, List<String> secrets, @Nullable Authentication authentication) {
        return Sending.target(receiver, format, secrets, authentication);
    }
}
