package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamResumesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration ARCHIVE_BEHIND = Duration.ofSeconds(12);

    @Test
    void goesOnOnAnotherReplicaWithoutAGapAlthoughTheArchiveIsBehind() throws Exception {
        try (var installation = new Installation()) {
            // Given
            var producer = installation.startProducer().baseUri();
            var first = installation.startConsumer("first");
            var second = installation.startConsumer("second");
            var stream = LiveStream.open(first.baseUri());
            var held = installation.archive().holdUp();
            var seen = LogClient.postAll(producer, 100, i -> Map.of("message", "seen " + i));
            await().atMost(PATIENCE).until(() -> stream.ids().containsAll(seen));

            // When
            first.kill();
            var missed = LogClient.postAll(producer, 300, i -> Map.of("message", "missed " + i));
            var last = stream.ids().get(stream.ids().size() - 1);
            try (var resumed = LiveStream.openAfter(second.baseUri(), last)) {
                var live = LogClient.postAll(producer, 100, i -> Map.of("message", "live " + i));
                await().during(ARCHIVE_BEHIND)
                        .atMost(PATIENCE)
                        .until(() -> resumed.ids().isEmpty());
                held.close();

                // Then In the order of archiving; events that the killed replica gave back may come last
                await().atMost(PATIENCE)
                        .until(() ->
                                resumed.ids().containsAll(live) && resumed.ids().containsAll(missed));
                assertThat(resumed.ids()).doesNotHaveDuplicates();
                var both = new HashSet<>(stream.ids());
                both.addAll(resumed.ids());
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(installation.archive().ids()).containsExactlyInAnyOrderElementsOf(both));
            }
        }
    }
}
