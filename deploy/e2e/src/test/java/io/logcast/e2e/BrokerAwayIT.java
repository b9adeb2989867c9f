package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerSettings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerAwayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int REQUESTS_MEANWHILE = 20;

    @Test
    void aBrokerThatIsAwayIsAn503AtOnceAndTheArchiveStaysReachable() {
        var broker = Broker.start(BrokerSettings.in(Path.of("target/local/broker-away")));
        try (var installation = new Installation(broker.endpoint())) {
            // Given
            var producer = installation.startProducer();
            var consumer = installation.startConsumer("consumer");
            var before = LogClient.acceptedId(post(producer, "before"));
            await().atMost(PATIENCE).until(() -> isArchived(consumer, before));

            // When
            broker.stop();

            // Then
            await().atMost(PATIENCE).until(() -> post(producer, "meanwhile").statusCode() == 503);
            var slowest = Duration.ZERO;
            for (int i = 0; i < REQUESTS_MEANWHILE; i++) {
                var asked = Instant.now();
                var answer = post(producer, "meanwhile");
                slowest = longer(slowest, Duration.between(asked, Instant.now()));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            assertThat(isArchived(consumer, before)).isTrue();
            for (URI service : new URI[] {producer.baseUri(), consumer.baseUri()}) {
                assertThat(status(service, "/q/health/live")).isEqualTo(200);
                assertThat(status(service, "/q/health/ready")).isEqualTo(200);
                assertThat(status(service, "/q/health/group/broker")).isEqualTo(503);
            }

            // When
            broker.start();
            var back = Instant.now();

            // Then
            await().atMost(PATIENCE)
                    .pollInterval(POLL)
                    .until(() -> post(producer, "after").statusCode() == 202);
            var accepted = Duration.between(back, Instant.now());
            var after = LogClient.acceptedId(post(producer, "after"));
            await().atMost(PATIENCE).pollInterval(POLL).until(() -> isArchived(consumer, after));
            var archived = Duration.between(back, Instant.now());
            // Only printed, not asserted, since machines differ.
            System.out.printf(
                    "A broker was away: a 503 took at most %d ms; %d ms after its return an event was accepted, after %d ms"
                            + " archived%n",
                    slowest.toMillis(), accepted.toMillis(), archived.toMillis());
            await().atMost(PATIENCE).until(() -> status(consumer.baseUri(), "/q/health/group/broker") == 200);
        } finally {
            broker.discard();
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static HttpResponse<String> post(ServiceProcess producer, String message) {
        return LogClient.post(producer.baseUri(), Map.of("message", message));
    }

    private static boolean isArchived(ServiceProcess consumer, String id) {
        return status(consumer.baseUri(), "/api/v1/logs/" + id) == 200;
    }

    private static int status(URI service, String path) {
        return LogClient.get(service, path).statusCode();
    }
}
