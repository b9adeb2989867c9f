package io.logcast.producer.logs;

import static io.logcast.producer.LogEventFixtures.HELLO;
import static io.logcast.producer.LogEventFixtures.post;
import static io.logcast.producer.LogEventFixtures.postAside;
import static io.logcast.producer.LogEventFixtures.upload;
import static io.logcast.producer.LogEventFixtures.uploadAside;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(InFlightTest.TwoPlaces.class)
@WithTestResource(InMemoryChannels.class)
class InFlightTest extends LogsChannelTest {

    private static final int MAX_UPLOADS = 100;

    public static final class TwoPlaces implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "logcast.publish.max-in-flight", "2",
                    "logcast.publish.deadline", "5M",
                    "logcast.requests.max-in-flight-size", "100K",
                    "logcast.requests.max-uploads", String.valueOf(MAX_UPLOADS),
                    "logcast.requests.body-timeout", "5M");
        }
    }

    /** The calls that took the places of this test. */
    private final List<CompletableFuture<Response>> holders = new ArrayList<>();

    @BeforeEach
    void hold() {
        confirms.hold();
    }

    /** The next test needs both places. */
    @AfterEach
    void awaitPlaces() {
        confirms.letGo();
        awaitAnswers(holders);
    }

    @Test
    void answers429WhenAllPlacesAreTaken() {
        // Given
        takeBothPlaces();
        // When
        var answer = post(HELLO);
        // Then
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.jsonPath().getString("title")).isEqualTo("Too Many Requests");
    }

    @Test
    void givesPlacesBackThatWereConfirmed() {
        // Given
        var first = takeBothPlaces();
        confirms.confirmAll();
        awaitAnswers(first);
        // When
        var next = takeBothPlaces();
        // Then
        confirms.confirmAll();
        assertThat(Stream.concat(first.stream(), next.stream()))
                .extracting(answer -> answer.join().statusCode())
                .containsOnly(202);
    }

    @Test
    void givesPlacesBackThatWereRefused() {
        // Given
        var first = takeBothPlaces();
        confirms.refuseAll(new IllegalStateException("queue full"));
        awaitAnswers(first);
        // When
        var next = takeBothPlaces();
        // Then
        confirms.confirmAll();
        assertThat(next).extracting(answer -> answer.join().statusCode()).containsOnly(202);
    }

    @Test
    void answers503WithTheReasonWhenTheChannelRefuses() {
        // Given
        var answers = takeBothPlaces();
        // When
        confirms.refuseAll(new IllegalStateException("queue full"));
        // Then
        var answer = answers.get(0).join();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("The broker did not store the event: queue full. Send it again with the same id");
    }

    @Test
    void eventsOfManySourcesWaitForPlacesInTheirOrder() {
        // Given
        var lines = IntStream.range(0, 60)
                .mapToObj("{\"message\":\"%1$d\",\"source\":\"s%1$d\"}"::formatted)
                .collect(joining("\n"));
        var answer = uploadAside("application/x-ndjson", lines);
        // When
        await().atMost(PATIENCE).until(() -> {
            assertThat(confirms.waiting()).hasSizeLessThanOrEqualTo(2);
            confirms.confirmAll();
            return answer.isDone();
        });
        // Then
        assertThat(answer.join().statusCode()).isEqualTo(202);
        assertThat(answer.join().jsonPath().getLong("accepted")).isEqualTo(60);
        assertThat(confirms.sent()).isEqualTo(60);
    }

    @Test
    void answersACrowdWith202And429Alone() {
        // When
        var answers = Stream.generate(() -> postAside(HELLO)).limit(50).toList();
        // Then
        await().atMost(PATIENCE).until(() -> done(answers) == 48 && confirms.waitingEvents() == 2);
        confirms.confirmAll();
        assertThat(answers)
                .extracting(answer -> answer.join().statusCode())
                .containsOnly(202, 429)
                .filteredOn(status -> status == 202)
                .hasSize(2);
    }

    @Test
    void answers429WhenAllBytesAreTakenUntilTheConnectionBreaks() throws Exception {
        // Given
        confirms.letGo();
        var large = "{\"message\":\"%s\"}".formatted("x".repeat(60_000));
        try (var stalled = HalfSentRequest.send("application/json", 80_000, new byte[60_000])) {
            await().atMost(PATIENCE).until(() -> post(large).statusCode() == 429);
            assertThat(post(HELLO).statusCode()).isEqualTo(202);
        }
        // Then
        await().atMost(PATIENCE).until(() -> post(large).statusCode() == 202);
    }

    @Test
    void chargesABodyForTheIdsOfItsAnswer() {
        // Given
        confirms.letGo();
        var events = "[" + "{},".repeat(12_000) + "{}]";
        // When
        var answer = post(events);
        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.jsonPath().getLong("accepted")).isBetween(1_000L, 9_000L);
        assertThat(answer.jsonPath().getInt("errors[0].status")).isEqualTo(429);
        assertThat(answer.jsonPath().getString("errors[0].outcome")).isEqualTo("retry");
        assertThat(answer.jsonPath().getLong("settled_to")).isLessThan(12_000);
        // Its bytes are given back just after its answer.
        await().atMost(PATIENCE)
                .until(() -> post("[" + "{},".repeat(1_000) + "{}]").statusCode() == 202);
    }

    @Test
    void givesAnUploadsPlaceBackWhenTheConnectionBreaks() throws Exception {
        // Given
        confirms.letGo();
        var large = "{\"message\":\"%s\"}".formatted("x".repeat(60_000));
        try (var stalled = HalfSentRequest.send("text/plain", 80_000, new byte[49_000])) {
            await().atMost(PATIENCE).until(() -> post(large).statusCode() == 429);
        }
        // Then
        await().atMost(PATIENCE).until(() -> post(large).statusCode() == 202);
    }

    @Test
    void anUploadWaitsForRoomThatAnotherHolds() throws Exception {
        // Given
        confirms.letGo();
        CompletableFuture<Response> waiting;
        try (var stalled = HalfSentRequest.send("text/plain", 80_000, new byte[49_000])) {
            var large = "{\"message\":\"%s\"}".formatted("x".repeat(60_000));
            await().atMost(PATIENCE).until(() -> post(large).statusCode() == 429);
            // When
            waiting = uploadAside("text/plain", "x".repeat(10_000));
            assertThat(post(HELLO).statusCode()).isEqualTo(202);
        }
        // Then
        assertThat(waiting.join().statusCode()).isEqualTo(202);
    }

    @Test
    void idleUploadsLockNobodyOut() throws Exception {
        // Given
        confirms.letGo();
        var idle = new ArrayList<HalfSentRequest>();
        try {
            // When
            for (int i = 0; i < MAX_UPLOADS; i++) {
                idle.add(HalfSentRequest.send("text/plain", 80_000, new byte[1]));
            }
            // Then
            await().atMost(PATIENCE)
                    .until(() -> upload("text/plain", "one more").statusCode() == 429);
            assertThat(post(HELLO).statusCode()).isEqualTo(202);
        } finally {
            for (var upload : idle) {
                upload.close();
            }
        }
        await().atMost(PATIENCE).until(() -> upload("text/plain", "one more").statusCode() == 202);
    }

    private List<CompletableFuture<Response>> takeBothPlaces() {
        var answers = List.of(postAside(HELLO), postAside(HELLO));
        holders.addAll(answers);
        await().atMost(PATIENCE).until(() -> confirms.waitingEvents() == 2);
        return answers;
    }

    /** A place is given back before its call is answered, but perhaps not yet when its message is settled. */
    private static void awaitAnswers(List<CompletableFuture<Response>> answers) {
        await().atMost(PATIENCE).until(() -> done(answers) == answers.size());
    }

    private static long done(List<CompletableFuture<Response>> answers) {
        return answers.stream().filter(CompletableFuture::isDone).count();
    }
}
