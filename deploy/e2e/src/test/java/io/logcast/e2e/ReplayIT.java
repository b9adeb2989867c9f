package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.local.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A replay is complete, whoever dies meanwhile. {@code -Dreplay.events=1000000} for more, as fast as it can. */
class ReplayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int FEW = 3_000;
    private static final int EVENTS = Integer.getInteger("replay.events", FEW);
    /** Slow enough to kill a replica in the middle. */
    private static final int RATE = Integer.getInteger("replay.rate", EVENTS == FEW ? 1_000 : 1_000_000);

    private static final int LIVE_BEFORE = EVENTS == FEW ? 10 : 400;
    private static final int LIVE_MILLIS = 50;
    private static final int BATCH = 500;
    private static final int SOURCES = 20;
    private static final String SUBSCRIPTION = "replayed";
    private static final String PATH = "/api/v1/subscriptions/" + SUBSCRIPTION + "/replay";
    private static final String LARGEST_RATE = "-Dlogcast.replay.max-rate=1000000";

    private static Installation installation;
    private static URI producer;
    private static List<ServiceProcess> consumers;

    @BeforeAll
    static void start() {
        installation = new Installation();
        producer = installation.startProducer().baseUri();
        consumers = List.of(
                installation.startConsumer("first", LARGEST_RATE), installation.startConsumer("second", LARGEST_RATE));
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void isCompleteWhileNewEventsArriveAndAReplicaIsKilled() throws Exception {
        // Given
        fillTheArchive();
        var client = SubscriptionClient.put(consumers.get(0).baseUri(), SUBSCRIPTION, Map.of());
        Set<String> posted = ConcurrentHashMap.newKeySet();
        var live = Executors.newSingleThreadScheduledExecutor();
        live.scheduleAtFixedRate(() -> post(posted), 0, LIVE_MILLIS, TimeUnit.MILLISECONDS);
        var reader = new Reader();
        reader.read(client, () -> reader.live.size() >= LIVE_BEFORE);
        var before = reader.takeLatencies();
        // When
        var begin = System.nanoTime();
        var uri = consumers.get(0).baseUri().resolve(PATH + "?rate=" + RATE);
        var answer = LogClient.call("POST", uri, "application/json", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> consumers.stream().anyMatch(ReplayIT::works));
        var working = consumers.stream().filter(ReplayIT::works).findFirst().orElseThrow();
        var other = consumers.get(1 - consumers.indexOf(working));
        var afterwards = client.on(other.baseUri());
        reader.read(afterwards, () -> reader.replayed.size() > EVENTS / 3);
        working.kill();
        var killed = System.nanoTime();
        reader.read(afterwards, () -> reader.replayed.size() >= EVENTS);
        var end = System.nanoTime();
        live.shutdown();
        assertThat(live.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        // Then
        reader.read(afterwards, () -> reader.live.containsAll(posted));
        await().atMost(PATIENCE)
                .until(() -> progress(other).path("state").asText().equals("done"));
        assertThat(reader.replayed).hasSize(EVENTS);
        assertThat(afterwards.state().path("dropped")).isEmpty();
        // Only printed, not asserted, since it depends on the machine.
        System.out.printf(
                "%d events replayed in %d ms, %d ms of these until the kill; %d came twice; latency of %d live events:"
                        + " %s; before: %s%n",
                EVENTS,
                TimeUnit.NANOSECONDS.toMillis(end - begin),
                TimeUnit.NANOSECONDS.toMillis(killed - begin),
                reader.doubles,
                posted.size(),
                reader.takeLatencies(),
                before);
    }

    private static boolean works(ServiceProcess consumer) {
        return LogClient.get(consumer.managementUri(), "/q/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("logcast_replay_running") && line.endsWith(" 1.0"));
    }

    private static void fillTheArchive() {
        for (int i = 0; i < EVENTS; i += BATCH) {
            var lines = new StringBuilder();
            for (int j = i; j < Math.min(EVENTS, i + BATCH); j++) {
                lines.append("{\"source\":\"s%d\",\"message\":\"the message of event number %d\"}\n"
                        .formatted(j % SOURCES, j));
            }
            var uri = producer.resolve("/api/v1/logs");
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> LogClient.call("POST", uri, "application/x-ndjson", lines.toString())
                                    .statusCode()
                            == 202);
        }
        await().atMost(PATIENCE).until(() -> installation.archive().count() >= EVENTS);
    }

    private static void post(Set<String> posted) {
        var answer = LogClient.post(
                producer, Map.of("source", "live", "message", Long.toString(System.currentTimeMillis())));
        posted.add(LogClient.acceptedId(answer));
    }

    private static JsonNode progress(ServiceProcess consumer) {
        return LogClient.json(LogClient.get(consumer.baseUri(), PATH).body());
    }

    /** Keeps the ids of what it pulls. */
    private static final class Reader {

        final Set<UUID> replayed = new HashSet<>();
        final Set<String> live = new HashSet<>();
        final List<Long> latencies = new ArrayList<>();
        int doubles;

        /** Pulls without a pause. */
        void read(SubscriptionClient client, BooleanSupplier isEnough) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofNanos(1))
                    .atMost(PATIENCE)
                    .until(() -> {
                        client.pull("max=1000&ack=auto&wait=1").forEach(this::take);
                        return isEnough.getAsBoolean();
                    });
        }

        private void take(JsonNode entry) {
            var event = entry.path("event");
            var id = event.path("id").asText();
            if (event.path("source").asText().equals("live")) {
                live.add(id);
                if (!entry.path("replayed").asBoolean()) {
                    latencies.add(System.currentTimeMillis()
                            - Long.parseLong(event.path("message").asText()));
                }
            } else if (!replayed.add(UUID.fromString(id))) {
                doubles++;
            }
        }

        String takeLatencies() {
            latencies.sort(null);
            var text = "median %d ms, 99%% %d ms, most %d ms"
                    .formatted(
                            latencies.get(latencies.size() / 2),
                            latencies.get(latencies.size() * 99 / 100),
                            latencies.get(latencies.size() - 1));
            latencies.clear();
            return text;
        }
    }
}
