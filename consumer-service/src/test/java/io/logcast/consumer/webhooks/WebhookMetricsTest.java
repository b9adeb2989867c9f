package io.logcast.consumer.webhooks;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.webhooks.WebhookTarget.Format;
import io.logcast.testing.DatabaseTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus injects.
class WebhookMetricsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Inject
    WebhookClient client;

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry meters;

    /** A path may be all that protects a receiver. */
    @Test
    void haveNoPathsOfTargets() {
        try (var receiver = new Receiver(vertx, new HttpServerOptions())) {
            // Given
            var url = URI.create("http://localhost:" + receiver.port() + "/services/s3cr3t-path");
            var target = new WebhookTarget(url, Format.JSON, Map.of(), List.of(), null, null);
            // When
            assertThat(client.send(target, WebhookBatch.of(List.of(event()), 1)))
                    .succeedsWithin(LONG)
                    .isEqualTo(new WebhookResult.Delivered(200));
            // Then
            assertThat(receiver.requests.get(0).uri()).contains("s3cr3t-path");
            assertThat(meters.getMeters())
                    .filteredOn(meter -> meter.getId().getName().startsWith("http.client"))
                    .flatExtracting(meter -> meter.getId().getTags())
                    .noneSatisfy(tag -> assertThat(tag.getValue()).contains("s3cr3t-path"));
        }
    }
}
