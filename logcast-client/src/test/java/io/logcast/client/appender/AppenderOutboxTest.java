package io.logcast.client.appender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.client.OwnThread;
import io.logcast.testing.network.FakeProducer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppenderOutboxTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final Queue<String> statuses = new ConcurrentLinkedQueue<>();
    private FakeProducer producer;

    @BeforeEach
    void start() throws IOException {
        producer = new FakeProducer();
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    @Test
    void neverSendsWhatItCausesToBeLogged() throws Exception {
        // Given
        var mapping = mapping();
        var outbox = AppenderOutbox.start(settings(), mapping, status());
        // When
        for (var logger : List.of("io.logcast.client.sending.Sender", "jdk.internal.httpclient.debug", "io.example")) {
            outbox.append(logger, () -> mapping.begin(Instant.now(), "INFO", "from outside", logger, "main"));
        }
        var own = new OwnThread(
                () -> outbox.append(
                        "io.example", () -> mapping.begin(Instant.now(), "INFO", "from inside", "io.example", "own")),
                "own");
        own.start();
        own.join();
        outbox.stop();
        // Then
        assertThat(producer.lines()).singleElement().asString().contains("from outside", "io.example");
    }

    @Test
    void takesAnEventWithoutALogger() {
        // Given
        var mapping = mapping();
        var outbox = AppenderOutbox.start(settings(), mapping, status());
        // When
        outbox.append(null, () -> mapping.begin(Instant.now(), "INFO", "from nowhere", null, "main"));
        outbox.stop();
        // Then
        assertThat(producer.lines()).singleElement().asString().contains("from nowhere");
    }

    @Test
    void appendersWithTheSameDirectoryAndSettingsShareOneOutbox() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> release.await());
        var mapping = mapping();
        var first = AppenderOutbox.start(settings(), mapping, status());
        append(first, mapping, "one");
        await().atMost(PATIENCE).until(() -> !producer.requests().isEmpty());
        // When
        var second = AppenderOutbox.start(
                settings()
                        .source("other")
                        .spoolDirectory(folder.resolve("../" + folder.getFileName() + "/spool")
                                .toString()),
                mapping,
                status());
        first.stop();
        first.stop();
        append(second, mapping, "two");
        var third = AppenderOutbox.start(settings(), mapping, status());
        second.stop();
        append(third, mapping, "three");
        release.countDown();
        third.stop();
        // Then
        assertThat(producer.lines()).anyMatch(line -> line.contains("\"one\""));
        assertThat(producer.lines()).anyMatch(line -> line.contains("\"two\""));
        assertThat(producer.lines()).anyMatch(line -> line.contains("\"three\""));
        assertThat(third.dropped()).isZero();
        assertThat(statuses).noneMatch(status -> status.contains("cannot be used"));
    }

    @Test
    void anAppenderWithOtherSettingsWaitsForTheDirectory() {
        // Given
        var mapping = mapping();
        var first = AppenderOutbox.start(settings(), mapping, status());
        // When
        var second = AppenderOutbox.start(settings().spoolSize("8MB"), mapping, status());
        append(second, mapping, "later");
        // Then
        assertThat(statuses).singleElement().asString().contains("cannot be used", "in use");
        first.stop();
        second.stop();
        assertThat(producer.lines()).singleElement().asString().contains("later");
        assertThat(second.dropped()).isZero();
    }

    private static void append(AppenderOutbox outbox, EventMapping mapping, String message) {
        outbox.append("io.example", () -> mapping.begin(Instant.now(), "INFO", message, "io.example", "main"));
    }

    @Test
    void countsWhatCannotBeMapped() {
        // Given
        var outbox = AppenderOutbox.start(settings(), mapping(), status());
        // When
        for (int i = 0; i < 2; i++) {
            outbox.append("io.example", () -> {
                throw new IllegalStateException("broken");
            });
        }
        outbox.stop();
        // Then
        assertThat(outbox.dropped()).isEqualTo(2);
        assertThat(statuses)
                .containsExactly("An event of the logger io.example cannot be sent, nor are later ones like it");
    }

    @Test
    void reportsTroubleOnceWithoutTheEvents() {
        // Given
        var mapping = mapping();
        for (int i = 0; i < 3; i++) {
            producer.then((exchange, lines) -> FakeProducer.send(exchange, 503, ""));
        }
        var outbox = AppenderOutbox.start(settings(), mapping, status());
        // When
        outbox.append("io.example", () -> mapping.begin(Instant.now(), "INFO", "a secret", "io.example", "main"));
        await().atMost(PATIENCE).until(() -> statuses.contains("Events are sent again"));
        outbox.stop();
        // Then
        assertThat(statuses).hasSize(2).first().asString().contains("503").doesNotContain("secret");
    }

    @Test
    void tellsInTheLogHowManyEventsWereDropped() {
        var event = new String(mapping().dropped(7), StandardCharsets.UTF_8);
        assertThat(event)
                .contains(
                        "\"severity\":\"WARN\"",
                        "\"source\":\"orders\"",
                        "7 events were dropped",
                        "\"logcast.dropped\":7",
                        "\"logger\":\"" + AppenderOutboxTest.class.getName() + "\"");
    }

    private EventMapping mapping() {
        return new EventMapping(settings(), AppenderOutboxTest.class);
    }

    private AppenderSettings settings() {
        return new AppenderSettings()
                .url(producer.uri().toString())
                .source("orders")
                .spoolDirectory(folder.resolve("spool").toString())
                .stopTimeout("1 minute");
    }

    private AppenderStatus status() {
        return new AppenderStatus() {
            @Override
            public void info(String message) {
                statuses.add(message);
            }

            @Override
            public void warn(String message) {
                statuses.add(message);
            }

            @Override
            public void error(String message, @Nullable Throwable cause) {
                statuses.add(message);
            }
        };
    }
}
