package io.logcast.producer.logs;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.testing.messaging.TestEmitter;
import io.logcast.testing.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final int KEYS = 123;
    private static final int TENANTS = 21;
    private static final int EVENTS = 60_000;
    private static final int MOST_GATHERED = 8 * 1024 * 1024;
    private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");

    private final Random random = new Random(1);
    private final List<LogMessage> messages = new ArrayList<>();
    private final PublishConfig config = Settings.read(PublishConfig.class, Map.of("logcast.publish.deadline", "5s"));
    private final TestEmitter nowhere = new TestEmitter(message -> {});
    private final Batches batches = new Batches(
            new LogPublisher(nowhere, nowhere, config),
            new RoutingAttributes(List.of("tenant")),
            config,
            new RefusedEvents(new SimpleMeterRegistry()));

    @Test
    void anUploadOfManyRoutesFillsItsMessagesWithinItsBound() {
        // Given
        var batch = batches.ofUpload(Runnable::run, this::confirm, EventFormat.NDJSON);
        var mostHeld = 0;
        // When
        for (int line = 1; line <= EVENTS; line++) {
            var event = event(line);
            batch.add(line, () -> event);
            mostHeld = Math.max(mostHeld, batch.heldBytes());
        }
        var answer = batch.end().toCompletableFuture().join();
        // Then
        assertThat(answer.accepted()).isEqualTo(EVENTS);
        assertThat(mostHeld).isLessThan(MOST_GATHERED);
        assertThat(messages).hasSizeLessThan(EVENTS / 8);
        assertThat(read().stream().collect(groupingBy(LogEvent::source)).values())
                .hasSize(KEYS)
                .allSatisfy(ofSource -> assertThat(ofSource.stream()
                                .collect(groupingBy(LogEvent::attributes))
                                .values())
                        .allSatisfy(ofRoute ->
                                assertThat(ofRoute).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()))));
    }

    @Test
    void noMoreIsInFlightThanTheBrokerConfirms() {
        // Given
        var batch = batches.ofUpload(task -> {}, this::leaveOpen, EventFormat.NDJSON);
        for (int line = 1; line <= EVENTS / 4; line++) {
            var event = event(line);
            batch.add(line, () -> event);
        }
        // When
        batch.flush();
        // Then
        assertThat(messages.stream().mapToInt(message -> message.body().length).sum())
                .isLessThan(1024 * 1024);
        assertThat(batch.isFull()).isTrue();
        assertThat(batch.heldBytes()).isGreaterThan(1024 * 1024);
    }

    private CompletionStage<Void> confirm(LogMessage message) {
        messages.add(message);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> leaveOpen(LogMessage message) {
        messages.add(message);
        return new CompletableFuture<>();
    }

    private List<LogEvent> read() {
        return messages.stream()
                .flatMap(message -> LogMessage.read(message.body()).events().stream())
                .toList();
    }

    private LogEvent event(int line) {
        return new LogEvent(
                new UUID(0, line),
                null,
                NOW,
                Severity.INFO,
                "source" + random.nextInt(KEYS),
                "x".repeat(100),
                Map.of("tenant", "tenant" + random.nextInt(TENANTS)),
                null,
                null);
    }
}
