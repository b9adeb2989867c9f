package io.logcast.consumer.stream;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.logcast.testing.LogEventFixtures.json;
import static io.logcast.testing.LogEventFixtures.sentAgain;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.Delivered;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.livetail.LiveTail;
import io.logcast.model.event.LogEvent;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class StreamResourceTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    @Any
    InMemoryConnector channels;

    @Inject
    LiveTail liveTail;

    private final List<SseClient> readers = new ArrayList<>();

    @BeforeEach
    void forgetMessages() {
        channels.sink("foreign").clear();
    }

    @AfterEach
    void closeReaders() {
        readers.forEach(SseClient::close);
    }

    @Test
    void beginsWithACommentAtOnce() {
        // When
        var reader = SseClient.open();
        readers.add(reader);
        // Then
        await().atMost(PATIENCE).until(() -> !reader.lines().isEmpty());
        assertThat(reader.lines().get(0)).isEqualTo(":heartbeat");
    }

    @Test
    void streamsEachEventUnderItsIdJustAsItWasPublished() {
        // Given
        var reader = openReader();
        var events = List.of(fullEvent(), event("second"));
        // When
        var delivered = Delivered.of(events.get(0));
        channels.source("live").send(delivered.message());
        channels.source("live").send(Delivered.of(events.get(1)).message());
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("data").size() == 2);
        assertThat(reader.values("id"))
                .containsExactly(
                        events.get(0).id().toString(), events.get(1).id().toString());
        assertThat(reader.values("data")).containsExactly(json(events.get(0)), json(events.get(1)));
        await().atMost(PATIENCE).until(delivered.acked()::isDone);
    }

    @Test
    void streamsAllEventsOfAMessageInOrder() {
        // Given
        var reader = openReader();
        var events = Stream.generate(() -> event()).limit(50).toArray(LogEvent[]::new);
        // When
        channels.source("live").send(Delivered.of(events).message());
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("id").size() == 50);
        assertThat(reader.values("id"))
                .containsExactlyElementsOf(
                        Stream.of(events).map(event -> event.id().toString()).toList());
    }

    @Test
    void streamsToAllReaders() {
        // Given
        var first = openReader();
        var second = openReader();
        // When
        channels.source("live").send(Delivered.of(event()).message());
        // Then
        await().atMost(PATIENCE)
                .until(() ->
                        first.values("id").size() == 1 && second.values("id").size() == 1);
    }

    @Test
    void streamsForeignTextUnderTheIdThatItHasInTheArchive() {
        // Given
        var reader = openReader();
        var text = "Hello World! " + UUID.randomUUID();
        // When
        channels.source("live").send(Delivered.foreign(text, "").message());
        channels.source("archive").send(Delivered.foreign(text, "").message());
        var announcement = await().atMost(PATIENCE)
                .until(() -> channels.<byte[]>sink("foreign").received(), received -> received.size() == 1)
                .get(0);
        channels.source("live-foreign").send(Delivered.again(announcement).message());
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("id").size() == 1);
        var archived = get("/api/v1/logs/" + reader.values("id").get(0));
        assertThat(archived.jsonPath().getString("message")).isEqualTo(text);
        assertThat(reader.values("data")).containsExactly(archived.body().asString());
    }

    @Test
    void skipsWhatIsUnreadableAndGoesOn() {
        // Given
        var reader = openReader();
        var event = event();
        // When
        channels.source("live")
                .send(Delivered.ours("no event\n".getBytes(StandardCharsets.UTF_8))
                        .message());
        channels.source("live").send(Delivered.of(event).message());
        // Then
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").equals(List.of(event.id().toString())));
    }

    @Test
    void doesNotLetASlowReaderHoldUpAnother() throws Exception {
        // Given
        var request = "GET /api/v1/logs/stream HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (var slow = new Socket("localhost", RestAssured.port)) {
            slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            var reader = openReader();
            // When
            var big = "x".repeat(60_000);
            for (int i = 1; i <= 500; i++) {
                channels.source("live").send(Delivered.of(event(big)).message());
                // Then
                var count = i;
                if (i % 50 == 0) {
                    await().atMost(PATIENCE).until(() -> reader.values("id").size() == count);
                }
            }
        }
    }

    @Test
    void headOpensNoStream() {
        // Given
        var before = readerCount();
        // When
        var answer = head("/api/v1/logs/stream?q=hello");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/event-stream");
        assertThat(head("/api/v1/logs/stream?severity=loud").statusCode()).isEqualTo(400);
        assertThat(readerCount()).isEqualTo(before);
    }

    @Test
    void aClientThatLeftBeforeItWasLetInLeavesNothingBehind() throws Exception {
        // Given
        var before = readerCount();
        var request = "GET /api/v1/logs/stream HTTP/1.1\r\nHost: localhost\r\n" + HeldCalls.HEADER + ": yes\r\n\r\n";
        try (var client = new Socket("localhost", RestAssured.port)) {
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            await().atMost(PATIENCE).until(() -> HeldCalls.waiting() == 1);
        }
        await().atMost(PATIENCE).until(() -> HeldCalls.left() == 1);
        // When
        HeldCalls.letIn();
        // Then
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> readerCount() == before);
    }

    private static double readerCount() {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("logcast_stream_readers"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void streamsWhatTheFilterWants() {
        // Given
        var reader = openReader("?severity=error&source=payments.&q=declined");
        var wanted = fullEvent();
        // When
        channels.source("live").send(Delivered.of(event("declined")).message());
        channels.source("live").send(Delivered.of(wanted).message());
        // Then
        await().atMost(PATIENCE).until(() -> !reader.values("id").isEmpty());
        assertThat(reader.values("id")).containsExactly(wanted.id().toString());
    }

    @Test
    void streamsARedeliveredEventOnce() {
        // Given
        var reader = openReader();
        var event = event();
        var next = event();
        // When
        channels.source("live").send(Delivered.of(event).message());
        channels.source("live").send(Delivered.of(event).message());
        channels.source("live").send(Delivered.of(next).message());
        // Then
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(next.id().toString()));
        assertThat(reader.values("id"))
                .containsExactly(event.id().toString(), next.id().toString());
    }

    @Test
    void streamsAnEventThatWasSentAgainToReadersThatMissedIt() {
        // Given
        var first = openReader();
        var event = event();
        channels.source("live").send(Delivered.of(event).message());
        await().atMost(PATIENCE).until(() -> !first.values("id").isEmpty());
        var second = openReader();
        // When
        channels.source("live")
                .send(Delivered.of(sentAgain(event, Instant.now())).message());
        // Then
        await().atMost(PATIENCE)
                .until(() -> second.values("id").equals(List.of(event.id().toString())));
    }

    @Test
    void tellsASlowReaderHowManyEventsItLost() throws Exception {
        // Given
        var request = "GET /api/v1/logs/stream HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (var slow = new Socket("localhost", RestAssured.port)) {
            slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            // When: far more than its buffer and the sockets' buffers hold
            var count = 6_000;
            var big = "x".repeat(5_000);
            for (int i = 0; i < count; i++) {
                channels.source("live").send(Delivered.of(event(big)).message());
            }
            // Then
            var lines = new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8));
            var received = 0;
            var line = lines.readLine();
            for (; !line.equals("event:dropped"); line = lines.readLine()) {
                received += line.startsWith("id:") ? 1 : 0;
            }
            assertThat(lines.readLine()).isEqualTo("data:{\"count\":" + (count - received) + "}");
            assertThat(received).isBetween(1_000, count - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"severity,loud", "after,newest", "after,1-1-1-1-1", "limit,10"})
    void answers400NamingTheParameter(String name, String value) {
        // When
        var answer = given().queryParam(name, value).get("/api/v1/logs/stream");
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getList("violations.field")).containsExactly(name);
    }

    @Test
    void forgetsAReaderThatIsGone() {
        // Given
        var reader = openReader();
        assertThat(hasNoReaders()).isFalse();
        // When
        reader.close();
        // Then: the streams of other tests are gone too
        await().atMost(PATIENCE).until(StreamResourceTest::hasNoReaders);
    }

    private static boolean hasNoReaders() {
        return Pattern.compile("(?m)^logcast_stream_readers(\\{.*})? 0\\.0$")
                .matcher(get("/q/metrics").body().asString())
                .find();
    }

    @Test
    void endsWithTheService() {
        // Given
        var reader = openReader();
        // When
        liveTail.stop(new ShutdownDelayInitiatedEvent());
        // Then
        await().atMost(PATIENCE).until(reader::hasEnded);
    }

    private SseClient openReader() {
        return openReader("");
    }

    private SseClient openReader(String query) {
        var reader = SseClient.open(query);
        readers.add(reader);
        await().atMost(PATIENCE).until(() -> reader.lines().contains(":heartbeat"));
        return reader;
    }
}
