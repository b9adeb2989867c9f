package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.local.ServiceProcess;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A consumer with a small heap, and subscribers that get the largest possible events. */
class SmallHeapIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int SUBSCRIPTIONS = 4;
    private static final int EVENTS = 60;
    private static final int STREAMS = 3;
    private static final int PULLERS = 3;
    // Control characters grow sixfold in JSON, so this is just below the 256 KiB that an event may take.
    private static final String LARGEST = "\u0001".repeat(43_000);

    private static Installation installation;
    private static ServiceProcess consumer;

    @BeforeAll
    static void start() {
        installation = new Installation();
        consumer = installation.startConsumer("small", "-Xmx192m", "-XX:+ExitOnOutOfMemoryError");
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void itServesManySubscribersOfTheLargestEvents() throws Exception {
        // Given: streams whose readers read nothing, and far more waiting messages than the heap has room for
        var definition = Map.of("binding", Map.of("type", "none"), "ack_deadline_seconds", 10);
        // Subscriptions have a connection of their own, which may be opened a moment after the others.
        await().atMost(PATIENCE).untilAsserted(() -> SubscriptionClient.put(consumer.baseUri(), "large-0", definition));
        var subscriptions = IntStream.range(0, SUBSCRIPTIONS)
                .mapToObj(i -> SubscriptionClient.put(consumer.baseUri(), "large-" + i, definition))
                .toList();
        var unread = new ArrayList<Socket>();
        for (int i = 0; i < SUBSCRIPTIONS * STREAMS; i++) {
            unread.add(stream(consumer.baseUri(), "large-" + i % SUBSCRIPTIONS));
        }
        publish();
        // When: pulls in parallel
        var got = ConcurrentHashMap.<String>newKeySet();
        var pullers = Executors.newFixedThreadPool(SUBSCRIPTIONS * PULLERS);
        subscriptions.forEach(subscription -> IntStream.range(0, PULLERS)
                .forEach(i -> pullers.execute(() -> pullUntilAllAreThere(subscription, got))));
        await().atMost(PATIENCE).until(() -> got.size() > SUBSCRIPTIONS);
        for (var socket : unread) {
            socket.close();
        }
        // Then
        await().atMost(PATIENCE).until(() -> got.size() == SUBSCRIPTIONS * EVENTS);
        pullers.shutdownNow();
        assertThat(LogClient.get(consumer.baseUri(), "/api/v1/subscriptions").statusCode())
                .isEqualTo(200);
    }

    private static void pullUntilAllAreThere(SubscriptionClient subscription, Set<String> got) {
        while (got.size() < SUBSCRIPTIONS * EVENTS) {
            // A pull may be refused because too much is held already.
            subscription.tryPull("max=1000&wait=1").ifPresent(events -> {
                if (!events.isEmpty()) {
                    subscription.ack(events);
                    got.addAll(SubscriptionClient.ids(events));
                }
            });
        }
    }

    /** Opens a stream and reads nothing. */
    private static Socket stream(URI service, String name) throws IOException {
        var socket = new Socket(service.getHost(), service.getPort());
        var request = "GET /api/v1/subscriptions/" + name + "/stream?ack=manual HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void publish() throws Exception {
        try (var connection = installation.connect();
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < SUBSCRIPTIONS * EVENTS; i++) {
                var message = new LogMessage(List.of(largest()), Map.of());
                var properties = new BasicProperties.Builder()
                        .type(LogMessage.TYPE)
                        .headers(message.headers())
                        .deliveryMode(2)
                        .build();
                channel.basicPublish("", "large-" + i % SUBSCRIPTIONS, properties, message.body());
                channel.waitForConfirms();
            }
        }
    }

    private static LogEvent largest() {
        return new LogEvent(
                UUID.randomUUID(), null, Instant.now(), Severity.INFO, "large", LARGEST, Map.of(), null, null);
    }
}
