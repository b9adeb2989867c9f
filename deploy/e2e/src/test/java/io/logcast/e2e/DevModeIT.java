package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a profile of its own, {@code -Pdev-mode}: 52 reloads take minutes. */
@Tag("dev-mode")
class DevModeIT {

    private static final Duration RELOAD = Duration.ofMinutes(2);
    // Thread pools fill up during the first reloads.
    private static final int WARM_UP = 6;
    private static final int RELOADS = 20;
    // If each reload left one thread behind, there would be 20 more.
    private static final int POOLS = 10;

    private static ProjectCopy project;

    @BeforeAll
    static void copy() {
        project = ProjectCopy.in("dev-mode");
    }

    /** A text in a source file, and a way to see it in the running service. */
    private static final class Place {
        private final String file;
        private final IntFunction<String> edited;
        private final IntFunction<String> shown;
        private final Function<URI, String> seen;
        private String current;
        private int version;

        /** A text that is shown as it is in the source. */
        Place(String file, String text, Function<URI, String> seen) {
            this(file, text, version -> text + version + " ", version -> text + version + " ", seen);
        }

        Place(
                String file,
                String text,
                IntFunction<String> edited,
                IntFunction<String> shown,
                Function<URI, String> seen) {
            this.file = file;
            this.edited = edited;
            this.shown = shown;
            this.seen = seen;
            this.current = text;
        }

        void edit(int newVersion) {
            version = newVersion;
            var next = edited.apply(newVersion);
            project.edit(file, current, next);
            current = next;
        }

        boolean isSeen(URI service) {
            return seen.apply(service).contains(shown.apply(version));
        }
    }

    @Test
    void theProducerReloadsItselfAndTheModelAndLeavesNothingBehind() {
        try (var installation = new Installation();
                var dev = DevMode.start(project, "producer-service", installation)) {
            edits(
                    dev,
                    List.of(
                            new Place(
                                    "producer-service/src/main/java/io/logcast/producer/http/Problems.java",
                                    "The body is not JSON: ",
                                    service -> LogClient.post(service, "{").body()),
                            new Place(
                                    "common-model/src/main/java/io/logcast/model/event/Rules.java",
                                    "must be words of ",
                                    service -> LogClient.post(service, "{\"message\":\"x\",\"source\":\".\"}")
                                            .body())));
        }
    }

    @Test
    void theConsumerReloadsItselfAndTheModelAndLeavesNothingBehind() {
        try (var installation = new Installation();
                var dev = DevMode.start(project, "consumer-service", installation)) {
            var archived = UUID.randomUUID();
            installation.archive().insert(archived);
            edits(
                    dev,
                    List.of(
                            new Place(
                                    "consumer-service/src/main/java/io/logcast/consumer/archive/ArchiveResource.java",
                                    "No event ",
                                    service -> event(service, UUID.randomUUID())),
                            new Place(
                                    "common-model/src/main/java/io/logcast/model/wire/LogEventWriter.java",
                                    "event.message()",
                                    // The archived event's message is "inserted".
                                    version -> "event.message() + \" " + version + " \"",
                                    version -> "inserted " + version + " ",
                                    service -> event(service, archived))));
        }
    }

    @Test
    void aReloadOfTheConsumerEndsItsStreams() {
        try (var installation = new Installation();
                var dev = DevMode.start(project, "consumer-service", installation);
                var stream = LiveStream.open(dev.uri())) {
            // Given
            var place = new Place(
                    "consumer-service/src/main/java/io/logcast/consumer/archive/ArchiveResource.java",
                    "No event ",
                    service -> event(service, UUID.randomUUID()));

            // When
            reload(dev, List.of(place), 0, 1);

            // Then
            await().atMost(RELOAD).until(stream::hasEnded);
        }
    }

    private static String event(URI service, UUID id) {
        return LogClient.get(service, "/api/v1/logs/" + id).body();
    }

    private static void edits(DevMode dev, List<Place> places) {
        // Given
        reload(dev, places, 0, WARM_UP);
        var connections = dev.brokerConnections();
        var threads = dev.threads();

        // When
        reload(dev, places, WARM_UP, WARM_UP + RELOADS);

        // Then
        await().atMost(RELOAD)
                .untilAsserted(() -> assertThat(dev.brokerConnections()).isEqualTo(connections));
        assertThat(dev.threads()).isLessThan(threads + POOLS);
    }

    private static void reload(DevMode dev, List<Place> places, int from, int to) {
        for (int version = from; version < to; version++) {
            var place = places.get(version % places.size());
            place.edit(version);
            await().atMost(RELOAD).ignoreExceptions().until(() -> place.isSeen(dev.uri()));
        }
    }
}
