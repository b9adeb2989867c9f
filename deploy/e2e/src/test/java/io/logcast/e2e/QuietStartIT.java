package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Lines at WARN and above are for what somebody has to look at. A normal start and stop log none. */
class QuietStartIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Predicate<String> COUNTED =
            Pattern.compile("logcast_dead_letters\\{.*} [1-9].*").asMatchPredicate();
    private static final Pattern LOUD = Pattern.compile("\\b(WARN|WARNING|ERROR|FATAL)\\b");

    @Test
    void aFirstStartAStopAndARestartWarnOfNothing() throws IOException {
        try (var installation = new Installation()) {
            for (var message : List.of("first", "second")) {
                // When
                var producer = installation.startProducer();
                LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", message)));
                var consumer = installation.startConsumer("quiet-consumer");
                await().atMost(PATIENCE)
                        .until(() -> installation.archive().messages().contains(message));
                // Once this job has run, so have all others, except those that run once a minute or less often.
                installation.archive().insertDeadLetter();
                await("the job that counts dead letters")
                        .atMost(PATIENCE)
                        .until(() -> LogClient.get(consumer.managementUri(), "/q/metrics")
                                .body()
                                .lines()
                                .anyMatch(COUNTED));
                producer.stop();
                consumer.stop();
                // Then
                assertThat(loud(producer)).isEmpty();
                assertThat(loud(consumer)).isEmpty();
                // The next start begins with an empty log.
                Files.delete(producer.log());
                Files.delete(consumer.log());
            }
        }
    }

    private static List<String> loud(ServiceProcess service) throws IOException {
        return Files.readAllLines(service.log()).stream()
                .filter(line -> LOUD.matcher(line).find())
                // These tests run without authentication.
                .filter(line -> !line.contains("Callers are not authenticated"))
                .toList();
    }
}
