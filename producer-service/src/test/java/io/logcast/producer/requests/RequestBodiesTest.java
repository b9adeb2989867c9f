package io.logcast.producer.requests;

import static io.logcast.producer.LogEventFixtures.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.logs.EventFormat;
import io.logcast.producer.logs.RefusedEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class RequestBodiesTest {

    private static final int LIMIT = 4 * 1024 * 1024;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Inject
    RequestBodies bodies;

    @Inject
    RequestConfig config;

    @Inject
    Vertx vertx;

    @Inject
    RefusedEvents refusedEvents;

    @Inject
    MeterRegistry meters;

    @Test
    void answers413WithoutReadingABodyThatIsAnnouncedAsTooLarge() throws IOException {
        // Given
        var head = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + (LIMIT + 1) + "\r\n\r\n";
        try (var connection = new Socket("localhost", RestAssured.port)) {
            // When
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            // Then
            var answer = new String(connection.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void explainsTheLimitToOneWhoSendsAllOfTheBody() throws Exception {
        // When
        var answer = post(BodyPublishers.ofByteArray(spaces(LIMIT + 1)));
        // Then
        assertTooLarge(answer);
    }

    @Test
    void explainsTheLimitToOneWhoDoesNotAnnounceTheLength() throws Exception {
        // When
        var answer = post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces(LIMIT + 1))));
        // Then
        assertTooLarge(answer);
    }

    @Test
    void explainsTheLimitToOneWhoSendsMuchMore() throws Exception {
        // When
        var answer = post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces(30 * LIMIT))));
        // Then
        assertTooLarge(answer);
    }

    @Test
    void servesTheNextRequestOfThatClient() throws Exception {
        // Given
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces(2 * LIMIT))));
        // When
        var answer = post(BodyPublishers.ofString("{\"message\":\"small\"}"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void takesABodyAtTheLimit() throws Exception {
        // When
        var answer = post(BodyPublishers.ofByteArray(message(LIMIT)));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void takesABodyAtTheLimitOfUnknownLength() throws Exception {
        // When
        var answer = post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(message(LIMIT))));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void requestsOfClientsThatHaveGoneKeepNoPlace() throws Exception {
        // Given
        var gone = requestOfAClientThatHasGone();
        // When
        for (int i = 0; i < config.maxInFlight(); i++) {
            bodies.whole(gone);
        }
        // Then
        assertThat(post(BodyPublishers.ofString("{\"message\":\"the next\"}")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void doesNotCountRequestsOfClientsThatGo() throws Exception {
        // Given
        var failed = new CompletableFuture<Throwable>();
        var router = Router.router(vertx);
        router.route().handler(call -> bodies.whole(call).whenComplete((body, failure) -> failed.complete(failure)));
        var before = refused();
        // When
        sendHalfTo(router);
        refusedEvents.request(EventFormat.JSON, failed.get(1, TimeUnit.MINUTES));
        // Then
        assertThat(failed.join()).hasMessageContaining("The connection was closed before the end of the body");
        assertThat(refused()).isEqualTo(before);
    }

    private double refused() {
        return meters.get("logcast.events.refused").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void sendHalfTo(Router router) throws Exception {
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        try (var client = new Socket("127.0.0.1", server.actualPort())) {
            var half = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{";
            client.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private RoutingContext requestOfAClientThatHasGone() throws Exception {
        var arrived = new CompletableFuture<RoutingContext>();
        var gone = new CompletableFuture<RoutingContext>();
        var router = Router.router(vertx);
        router.route().handler(call -> {
            call.request().pause();
            call.response().closeHandler(closed -> gone.complete(call));
            arrived.complete(call);
        });
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        try (var client = new Socket("127.0.0.1", server.actualPort())) {
            var head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            arrived.get(1, TimeUnit.MINUTES);
        }
        return gone.get(1, TimeUnit.MINUTES);
    }

    private HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + PATH))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static void assertTooLarge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        var problem = JsonPath.from(answer.body());
        assertThat(problem.getInt("status")).isEqualTo(413);
        assertThat(problem.getString("title")).isEqualTo("Content Too Large");
        assertThat(problem.getString("detail")).isEqualTo("The body must have at most 4194304 bytes");
    }

    private static byte[] spaces(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        return bytes;
    }

    private static byte[] message(int length) {
        var bytes = spaces(length);
        var json = "{\"message\":\"padded\"}".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(json, 0, bytes, 0, json.length);
        return bytes;
    }
}
