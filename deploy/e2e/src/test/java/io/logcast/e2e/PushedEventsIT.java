package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.logcast.local.ServiceProcess;
import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is pushed arrives, whoever dies meanwhile. */
class PushedEventsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int FEW = 300;
    /** {@code -Dpush.events=20000} for more; then the broker is restarted too. */
    private static final int EVENTS = Integer.getInteger("push.events", FEW);
    /** Events that come together are one message, and one request of a push. */
    private static final int TOGETHER = 5;

    /** How often each event came, by its id. */
    private final Map<String, Integer> received = new ConcurrentHashMap<>();

    @Test
    void everyEventArrivesWhileReplicasAreKilled() throws IOException {
        if (EVENTS == FEW) {
            try (var installation = new Installation()) {
                pushThroughFailures(installation, () -> {});
            }
            return;
        }
        var broker = Broker.start(BrokerSettings.in(Path.of("target/local/push")));
        try (var installation = new Installation(broker.endpoint())) {
            pushThroughFailures(installation, () -> {
                broker.stop();
                broker.start();
            });
        } finally {
            broker.discard();
        }
    }

    private void pushThroughFailures(Installation installation, Runnable restart) throws IOException {
        // Given
        var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.setExecutor(Executors.newCachedThreadPool());
        target.createContext("/", this::receive);
        target.start();
        try {
            var producer = installation.startProducer().baseUri();
            var first = installation.startConsumer("first", "-Dlogcast.webhooks.allowed-networks=127.0.0.0/8");
            var second = installation.startConsumer("second", "-Dlogcast.webhooks.allowed-networks=127.0.0.0/8");
            SubscriptionClient.put(
                    first.baseUri(),
                    "pushed",
                    Map.of(
                            "push",
                            Map.of(
                                    "url",
                                    "http://127.0.0.1:" + target.getAddress().getPort())));
            var ids = IntStream.range(0, EVENTS)
                    .mapToObj(i -> UUID.randomUUID().toString())
                    .toList();
            // When
            var posting = CompletableFuture.runAsync(() -> post(producer, ids));
            killOnceThatManyCame(first, EVENTS / 5);
            killOnceThatManyCame(second, EVENTS * 2 / 5);
            await().atMost(PATIENCE).until(() -> received.size() >= EVENTS * 3 / 5);
            restart.run();
            posting.join();
            // Then
            await().atMost(PATIENCE).until(() -> received.size() == EVENTS);
            assertThat(received).containsOnlyKeys(ids);
            // Only printed, not asserted, since it depends on the moment.
            System.out.printf(
                    "%d events were pushed while replicas were killed; %d came more than once%n",
                    EVENTS,
                    received.values().stream().filter(times -> times > 1).count());
        } finally {
            target.stop(0);
        }
    }

    private void killOnceThatManyCame(ServiceProcess consumer, int events) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> received.size() >= events);
        consumer.kill();
        consumer.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        var events = LogClient.JSON.readTree(exchange.getRequestBody());
        events.forEach(event -> received.merge(event.path("id").asText(), 1, Integer::sum));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static void post(URI producer, List<String> ids) {
        for (int i = 0; i < ids.size(); i += TOGETHER) {
            var lines = ids.subList(i, Math.min(ids.size(), i + TOGETHER)).stream()
                    .map(id -> "{\"id\":\"%s\",\"message\":\"pushed\"}".formatted(id))
                    .collect(Collectors.joining("\n"));
            // While the broker is away, it is sent again.
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> LogClient.call("POST", producer.resolve("/api/v1/logs"), "application/x-ndjson", lines)
                                    .statusCode()
                            == 202);
        }
    }
}
