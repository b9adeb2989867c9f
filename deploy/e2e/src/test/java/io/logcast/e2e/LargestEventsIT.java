package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The largest events, among small ones, on every path through a consumer with the image's heap. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargestEventsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LARGE = 1_000;
    private static final int SMALL = 40;
    private static final int OLD = 100;
    private static final int EVENTS = SMALL + LARGE + OLD + SMALL;
    // Half of the manifests' 768 MiB.
    private static final String[] HEAP = {"-Xmx384m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"};
    // Each control character takes six bytes of JSON, and an event has at most 256 KiB of it.
    private static final String LARGEST = "\u0001".repeat(43_000);
    // An earlier release allowed up to 64 Ki characters, whatever the size of their JSON.
    private static final String SEED_OLD = """
            insert into log_event (id, observed_time_unix_nano, severity_number, source, message, attributes, content_hash)
            select gen_random_uuid(), extract(epoch from now())::bigint * 1000000000 + n, 9, 'old', repeat(chr(1), 65536),
                   '{}', ''
            from generate_series(1, %d) as n""".formatted(OLD);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Installation installation;
    private URI producer;
    private ServiceProcess consumer;
    private final List<String> ids = new ArrayList<>();

    @BeforeAll
    void postThem() throws SQLException {
        installation = new Installation();
        producer = installation.startProducer().baseUri();
        // The queue has all of them when the consumer starts.
        installation.startConsumer("declares-its-queues").stop();
        // In both orders, small events come before large ones.
        ids.addAll(LogClient.postAll(producer, SMALL, n -> Map.of("message", "small")));
        for (int i = 0; i < LARGE; i += 20) {
            ids.addAll(LogClient.postAll(producer, 20, n -> Map.of("message", LARGEST)));
        }
        ids.addAll(LogClient.postAll(producer, SMALL, n -> Map.of("message", "small")));
        seedOld();
        consumer = installation.startConsumer("small-heap", HEAP);
    }

    private void seedOld() throws SQLException {
        try (var connection = installation.archive().database().connect();
                var insert = connection.createStatement()) {
            insert.execute(SEED_OLD);
        }
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void everyWayHoldsNoMoreThanItsBytes() throws Exception {
        // Archived
        await().atMost(PATIENCE).until(() -> {
            consumer.failIfEnded();
            return installation.archive().count() == EVENTS;
        });
        var all = installation.archive().ids();
        assertThat(all).containsAll(ids);
        assertThat(installation.archive().deadLetteredIds()).isEmpty();

        // Searched and exported, several at a time, also by clients that do not read their answers
        try (var slowSearches = new Stalled("/api/v1/logs?limit=1000");
                var slowExports = new Stalled("/api/v1/logs", "Accept: application/x-ndjson");
                var slowStreams = new Stalled("/api/v1/logs/stream");
                var slowReplays = new Stalled("/api/v1/logs/stream?after=" + ids.get(0))) {
            var pages = IntStream.range(0, 3)
                    .mapToObj(i -> CompletableFuture.supplyAsync(this::pageThroughAll))
                    .toList();
            for (var page : pages) {
                assertThat(page.get()).containsExactlyInAnyOrderElementsOf(all);
            }
            assertThat(exported()).isEqualTo(EVENTS);

            // Resumed and live, beside slow readers
            try (var resumed = LiveStream.openAfter(consumer.baseUri(), ids.get(0))) {
                var live = LogClient.postAll(producer, 20, n -> Map.of("message", LARGEST));
                await().atMost(PATIENCE).until(() -> {
                    consumer.failIfEnded();
                    return resumed.ids().containsAll(live);
                });
            }
            await().atMost(PATIENCE).until(() -> installation.archive().count() == EVENTS + 20);
        }
        consumer.failIfEnded();
    }

    private HashSet<String> pageThroughAll() {
        var found = new HashSet<String>();
        var cursor = "";
        do {
            var answer = LogClient.get(consumer.baseUri(), "/api/v1/logs?limit=1000" + cursor);
            if (answer.statusCode() == 429) {
                continue;
            }
            assertThat(answer.statusCode()).isEqualTo(200);
            var page = LogClient.json(answer.body());
            page.get("events").forEach(event -> found.add(event.get("id").asText()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        } while (cursor != null);
        return found;
    }

    private long exported() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(consumer.baseUri().resolve("/api/v1/logs"))
                .header("Accept", "application/x-ndjson")
                .build();
        return HTTP.send(request, BodyHandlers.ofLines()).body().count();
    }

    /** More clients than memory has room for. They read only the head of their answer, until they are cut off. */
    private final class Stalled implements AutoCloseable {

        private final List<Socket> clients = new ArrayList<>();

        Stalled(String path, String... headers) throws IOException {
            var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers)
                    + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
            for (int i = 0; i < 15; i++) {
                var client = new Socket("127.0.0.1", consumer.port());
                clients.add(client);
                client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
            for (var client : clients) {
                InputStream answer = client.getInputStream();
                assertThat(answer.read()).isEqualTo('H');
            }
        }

        @Override
        public void close() throws IOException {
            for (var client : clients) {
                client.close();
            }
        }
    }
}
