package io.logcast.consumer.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.archive.table.ArchivedEvent;
import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.archive.table.Arrivals.Step;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Arrival FROM = Arrival.endOf(BEGIN);
    private static final Arrival END = Arrival.endOf(BEGIN.plusSeconds(1_000_000));
    private static final Room ROOM = new Room(100, 131_064);
    private static final Predicate<LogEvent> ALL = event -> true;

    @Test
    void keepsTheOrderOfTheArchiveAcrossSources() {
        // Given
        var events = events(1_200, "");
        // When
        var batch = Batch.of(step(events), FROM, ALL, 10_000, ROOM);
        // Then
        assertThat(batch.messages()).extracting(ReplayMessage::events).containsExactly(500, 500, 200);
        assertThat(sent(batch)).isEqualTo(events);
        assertThat(batch.messages().get(1).id()).isEqualTo(events.get(500).id());
        assertThat(batch.events()).isEqualTo(1_200);
        assertThat(batch.end()).isEqualTo(END);
    }

    @Test
    void endsWithTheLastEventThatMayBeSent() {
        var events = events(10, "");
        var batch = Batch.of(step(events), FROM, ALL, 4, ROOM);
        assertThat(sent(batch)).isEqualTo(events.subList(0, 4));
        assertThat(batch.end()).isEqualTo(arrival(events, 3));
    }

    @Test
    void fillsTheRoomWithMessagesOfItsSize() {
        // Given: three of these fit into a message
        var events = events(10, "x".repeat(1_000));
        // When
        var batch = Batch.of(step(events), FROM, ALL, 1_000, new Room(2, 4_500));
        // Then
        assertThat(batch.messages()).extracting(ReplayMessage::events).containsExactly(3, 3);
        assertThat(batch.end()).isEqualTo(arrival(events, 5));
    }

    @Test
    void anEventLargerThanAMessageIsOneOfItsOwn() {
        var events = events(3, "x".repeat(300));
        var batch = Batch.of(step(events), FROM, ALL, 1_000, new Room(2, 100));
        assertThat(batch.messages()).extracting(ReplayMessage::events).containsExactly(1, 1);
        assertThat(batch.end()).isEqualTo(arrival(events, 1));
    }

    @Test
    void passesByWhatIsNotWanted() {
        // Given
        var events = events(10, "");
        var none = events(3, "");
        // When
        var batch = Batch.of(step(events), FROM, event -> event.source().equals("s1"), 1, ROOM);
        // Then
        assertThat(sent(batch)).isEqualTo(events.subList(1, 2));
        assertThat(batch.end()).isEqualTo(arrival(events, 3));
        assertThat(Batch.of(step(none), FROM, event -> false, 1, ROOM)).isEqualTo(new Batch(List.of(), 0, END));
    }

    private static List<LogEvent> events(int count, String message) {
        return IntStream.range(0, count)
                .mapToObj(i -> ArchivedEvents.event("s" + i % 3, message + i))
                .toList();
    }

    private static Step step(List<LogEvent> events) {
        return new Step(
                IntStream.range(0, events.size())
                        .mapToObj(i -> new ArchivedEvent(events.get(i), BEGIN.plusSeconds(i)))
                        .toList(),
                END);
    }

    private static Arrival arrival(List<LogEvent> events, int index) {
        return new Arrival(BEGIN.plusSeconds(index), events.get(index).id());
    }

    private static List<LogEvent> sent(Batch batch) {
        var lines = batch.messages().stream()
                .map(message -> new String(message.body(), UTF_8))
                .collect(joining());
        return LogMessage.read(lines.getBytes(UTF_8)).events();
    }
}
