package io.logcast.client.sending;

import static io.logcast.testing.network.FakeProducer.answer;
import static io.logcast.testing.network.FakeProducer.error;
import static io.logcast.testing.network.FakeProducer.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.client.spool.Spool;
import io.logcast.testing.network.FakeProducer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private FakeProducer producer;
    private Spool spool;
    private final SenderNews news = new SenderNews();

    @BeforeEach
    void open() throws IOException {
        producer = new FakeProducer();
        spool = Spool.open(folder, Spool.MIN_BYTES);
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
        producer.close();
    }

    @Test
    void sendsInOrderAndAcknowledgesWhatWasAccepted() throws Exception {
        // Given
        append(0, 2_500);
        // When
        sendAll(settings().withKey("secret"));
        // Then
        assertThat(producer.lines()).isEqualTo(lines(0, 2_500));
        assertThat(producer.requests()).allSatisfy(request -> {
            assertThat(request.authorization()).isEqualTo("Bearer secret");
            assertThat(request.target()).isEqualTo("/api/v1/logs");
            assertThat(request.lines()).hasSizeLessThanOrEqualTo(1_000);
        });
        assertThat(spool.pendingBytes()).isZero();
    }

    @Test
    void sendsAgainOnlyTheLinesThatNeedIt() throws Exception {
        // Given
        append(0, 6);
        producer.then((exchange, lines) ->
                answer(exchange, 207, 5, 4, List.of(error(2, "retry", 503), error(3, "invalid", 422))));
        // When
        var sender = sendAll(settings());
        // Then
        assertThat(producer.requests().get(1).lines()).containsExactly("line 1", "line 4", "line 5");
        assertThat(news.refused).containsExactly("line 2 422 message: is wrong");
        assertThat(news.failures).singleElement().asString().contains("3 of 6 lines", "is wrong");
        assertThat(news.recoveries).hasValue(1);
        assertThat(sender.accepted()).isEqualTo(5);
        assertThat(sender.refused()).isEqualTo(1);
    }

    @Test
    void skipsARequestOfWhichAllIsRefused() throws Exception {
        // Given
        append(0, 2);
        producer.then((exchange, lines) ->
                answer(exchange, 422, 2, 2, List.of(error(1, "invalid", 422), error(2, "invalid", 400))));
        // When
        sendAll(settings());
        // Then
        assertThat(producer.requests()).hasSize(1);
        assertThat(news.refused).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500, 502, 503, 302})
    void sendsAgainAfterAnErrorOfTheRequestAsAWhole(int status) throws Exception {
        // Given
        append(0, 3);
        producer.then((exchange, lines) -> send(exchange, status, "{\"title\":\"Because\"}"));
        // When
        sendAll(settings());
        // Then
        assertThat(producer.lines()).isEqualTo(List.of("line 0", "line 1", "line 2", "line 0", "line 1", "line 2"));
        assertThat(news.failures).containsExactly("HTTP " + status + ": Because");
        assertThat(news.refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Sign in to the network</html>",
                "{}",
                "{\"lines\":2,\"settled_to\":2,\"errors\":[]}",
                "{\"lines\":1,\"settled_to\":1,\"errors\":[{\"line\":7}]}",
                "{\"lines\":1,\"settled_to\":1,\"errors\":{}}",
                "{\"lines\":1,\"settled_to\":\"1\",\"errors\":[]}"
            })
    void believesNobodyWhoDoesNotAnswerLikeAProducer(String body) throws Exception {
        // Given
        append(0, 1);
        producer.then((exchange, lines) -> send(exchange, 202, body));
        // When
        sendAll(settings());
        // Then
        assertThat(producer.lines()).containsExactly("line 0", "line 0");
        assertThat(news.failures).singleElement().asString().contains("not of a producer");
    }

    @Test
    void waitsForAsLongAsRetryAfterSays() throws Exception {
        // Given
        append(0, 1);
        producer.then((exchange, lines) -> {
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, 503, 1, 1, List.of(error(1, "retry", 503)));
        });
        // When
        sendAll(settings());
        // Then
        assertThat(news.pauses)
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_100)));
    }

    @Test
    void sendsAgainAfterAnAnswerThatNeverCame() throws Exception {
        // Given
        append(0, 1);
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> release.await())
                .then((exchange, lines) -> {
                    exchange.sendResponseHeaders(202, 1_000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    release.await();
                })
                .then((exchange, lines) -> exchange.close());
        // When
        try {
            sendAll(settings().withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        } finally {
            release.countDown();
        }
        // Then
        // More on a machine that is too busy to answer within a second.
        assertThat(producer.lines()).hasSizeGreaterThanOrEqualTo(4).containsOnly("line 0");
        assertThat(news.failures).hasSizeGreaterThanOrEqualTo(3);
        assertThat(news.failures.subList(0, 2))
                .allSatisfy(reason -> assertThat(reason).containsAnyOf("no answer", "timed out"));
        assertThat(spool.pendingBytes()).isZero();
    }

    @Test
    void triesForAsLongAsNobodyListens() throws Exception {
        // Given
        append(0, 1);
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        // When
        try (var sender = sender(SenderSettings.to(URI.create("http://127.0.0.1:" + port))
                .withBackOff(Duration.ofMillis(10), Duration.ofMillis(50)))) {
            await().atMost(PATIENCE).until(() -> news.failures.size() > 5);
            // Then
            assertThat(sender.stop(Duration.ofMillis(1))).isFalse();
        }
        // Another process may have taken the port.
        assertThat(news.failures).allSatisfy(reason -> assertThat(reason).isNotBlank());
        assertThat(news.pauses).allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofMillis(50)));
        assertThat(spool.pendingBytes()).isPositive();
    }

    @Test
    void sendsLessAtOnceIfThatWasTooMuchAndSkipsALineThatIsTooLargeAlone() throws Exception {
        // Given
        append(0, 5);
        for (int i = 0; i < 3; i++) {
            producer.then((exchange, lines) -> send(exchange, 413, "too large"));
        }
        // When
        sendAll(settings());
        // Then
        assertThat(producer.requests().stream().map(request -> request.lines().size()))
                .containsExactly(5, 2, 1, 1, 1, 1, 1);
        assertThat(news.refused).containsExactly("line 0 413 HTTP 413");
        assertThat(spool.pendingBytes()).isZero();
    }

    @Test
    void asksForTheAuthorizationBeforeEachRequest() throws Exception {
        // Given
        append(0, 1);
        var asked = new AtomicInteger();
        producer.then((exchange, lines) -> send(exchange, 401, ""));
        // When
        sendAll(settings().withAuthorization(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("the issuer is away");
            }
            return "Bearer " + asked.get();
        }));
        // Then
        assertThat(producer.requests().stream().map(FakeProducer.Request::authorization))
                .containsExactly("Bearer 2", "Bearer 3");
        assertThat(news.failures.get(0)).contains("the issuer is away");
    }

    @Test
    void goesOnAfterAnError() throws Exception {
        // Given
        append(0, 1);
        var asked = new AtomicInteger();
        // When
        sendAll(settings().withAuthorization(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("gone");
            }
            return "";
        }));
        // Then
        assertThat(producer.lines()).containsExactly("line 0");
        assertThat(news.failures).singleElement().asString().contains("gone");
    }

    @Test
    void tellsNobodyAnAuthorizationThatIsNotAHeader() throws Exception {
        // Given
        append(0, 1);
        var asked = new AtomicInteger();
        // When
        sendAll(settings().withAuthorization(() -> asked.incrementAndGet() == 1 ? "Bearer SECRET\n" : ""));
        // Then
        assertThat(news.failures)
                .singleElement()
                .asString()
                .contains("not a legal value of a header")
                .doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void sendsALineAgainIfOnlyTheKeyOrThePathIsWrong(int status) throws Exception {
        // Given
        append(0, 1);
        producer.then((exchange, lines) -> answer(exchange, status, 1, 1, List.of(error(1, "invalid", status))));
        // When
        sendAll(settings());
        // Then
        assertThat(producer.lines()).containsExactly("line 0", "line 0");
        assertThat(news.refused).isEmpty();
    }

    @Test
    void sendsTheNextLinesInSmallerRequestsAfterOneThatWasTooLarge() throws Exception {
        // Given
        append(0, 4);
        producer.then((exchange, lines) -> send(exchange, 413, "too large"));
        try (var sender = sender(settings())) {
            assertThat(spool.awaitAcknowledged(PATIENCE)).isTrue();
            // When
            for (int i = 0; i < 2; i++) {
                append(4, 8);
                assertThat(spool.awaitAcknowledged(PATIENCE)).isTrue();
            }
            // Then
            assertThat(sender.accepted()).isEqualTo(12);
        }
        assertThat(producer.requests().get(0).lines()).hasSize(4);
        assertThat(producer.requests().stream().skip(1).limit(4))
                .allSatisfy(request -> assertThat(request.lines()).hasSizeLessThanOrEqualTo(3));
    }

    @Test
    void theNextSenderGoesOnWhereTheLastWasStopped() throws Exception {
        // Given
        append(0, 3);
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> {
            arrived.countDown();
            release.await();
        });
        var sender = sender(settings());
        assertThat(arrived.await(1, TimeUnit.MINUTES)).isTrue();
        // When
        sender.close();
        release.countDown();
        spool.close();
        spool = Spool.open(folder, Spool.MIN_BYTES);
        append(3, 5);
        sendAll(settings());
        // Then
        assertThat(producer.lines().subList(3, 8)).isEqualTo(lines(0, 5));
    }

    private SenderSettings settings() {
        return SenderSettings.to(producer.uri())
                .withTimeouts(PATIENCE, PATIENCE)
                .withBackOff(Duration.ofMillis(20), Duration.ofMillis(100));
    }

    private Sender sender(SenderSettings settings) {
        return new Sender(spool, settings, news).start();
    }

    private Sender sendAll(SenderSettings settings) throws InterruptedException {
        try (var sender = sender(settings)) {
            assertThat(sender.stop(PATIENCE)).isTrue();
            return sender;
        }
    }

    private void append(int from, int to) throws IOException {
        for (var line : lines(from, to)) {
            assertThat(spool.append(line.getBytes(StandardCharsets.UTF_8))).isTrue();
        }
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }
}
