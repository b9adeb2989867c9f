package io.logcast.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One producer and one consumer on an installation of their own, shared by the tests of a class. */
abstract class InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static Installation installation;
    static ServiceProcess producer;
    static ServiceProcess consumer;

    @BeforeAll
    static void start() {
        installation = new Installation();
        producer = installation.startProducer();
        consumer = installation.startConsumer("consumer", "-Dlogcast.webhooks.allowed-networks=127.0.0.0/8");
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    /** Waits until the source has exactly these messages with these severities, each once. */
    static void awaitArchived(String source, Map<String, String> severities) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var page = LogClient.json(LogClient.get(consumer.baseUri(), "/api/v1/logs?source=" + source)
                    .body());
            assertThat(page.path("events")
                            .valueStream()
                            .collect(toMap(
                                    event -> text(event.path("message").asText()),
                                    event -> event.path("severity").asText())))
                    .isEqualTo(severities);
        });
    }

    /** pino-loki sends pino's JSON as the line. */
    private static String text(String message) {
        return message.startsWith("{") ? LogClient.json(message).path("msg").asText() : message;
    }

    /** What a page says, with the producer of this class. */
    static String onOurPort(String text) {
        return text.replace("localhost:8080", "127.0.0.1:" + producer.baseUri().getPort());
    }
}
