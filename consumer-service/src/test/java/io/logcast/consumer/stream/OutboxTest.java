package io.logcast.consumer.stream;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.sentAgain;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.consumer.livetail.LiveEvent;
import io.logcast.consumer.stream.HeldBack.Mark;
import io.logcast.model.event.LogEvent;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final int MEMORY = 20 * 1024 * 1024;
    // Each control character takes six bytes of JSON.
    private static final String LARGEST = "\u0001".repeat(64 * 1024);

    private final ByteBudget memory = new ByteBudget(MEMORY);
    private final ByteBudget replayMemory = new ByteBudget(MEMORY);

    @Test
    void holdsAFrameThatManyWaitForOnce() {
        // Given
        var outboxes = Stream.generate(() -> new Outbox(5_000, memory, replayMemory))
                .limit(1_000)
                .toList();
        var event = new LiveEvent(event(LARGEST));
        // When
        outboxes.forEach(outbox -> assertThat(outbox.offer(event, null)).isTrue());
        // Then
        assertThat(memory.free()).isEqualTo(MEMORY - event.frame().length);
        outboxes.forEach(Outbox::clear);
        assertThat(memory.free()).isEqualTo(MEMORY);
    }

    @Test
    void isFullByBytesAndByNumber() {
        var outbox = new Outbox(5_000, new ByteBudget(Integer.MAX_VALUE), replayMemory);
        var large = new ArrayList<LiveEvent>();
        for (var next = new LiveEvent(event(LARGEST)); outbox.offer(next, null); next = new LiveEvent(event(LARGEST))) {
            large.add(next);
        }
        assertThat(large).hasSize(Outbox.MOST_BYTES / large.get(0).frame().length);
        var small = new Outbox(2, memory, replayMemory);
        assertThat(Stream.generate(() -> small.offer(new LiveEvent(event()), null))
                        .limit(3))
                .containsExactly(true, true, false);
    }

    @Test
    void connectionsThatTakeNothingLeaveRoomForTheOthers() {
        // Given: each connection waits for events of its own
        var crowd = Stream.generate(() -> new Outbox(5_000, memory, replayMemory))
                .limit(10)
                .toList();
        crowd.forEach(outbox -> {
            while (outbox.offer(new LiveEvent(event(LARGEST)), null)) {
                assertThat(memory.free()).isNotNegative();
            }
        });
        // When
        var another = new Outbox(5_000, memory, replayMemory);
        // Then
        assertThat(another.offer(new LiveEvent(event(LARGEST)), null)).isTrue();
    }

    @Test
    void replaysThatTakeNothingLeaveTheLiveEventsTheirs() {
        // Given
        var stalled = new Outbox(5_000, memory, replayMemory);
        assertThat(replayMemory.take(MEMORY)).isTrue();
        stalled.add(List.of(new LiveEvent(event(LARGEST))), MEMORY);
        // Then
        assertThat(memory.free()).isEqualTo(MEMORY);
    }

    @Test
    void handsALargeFrameOutInParts() {
        // Given
        var outbox = new Outbox(10, memory, replayMemory);
        var events = List.of(new LiveEvent(event(LARGEST)), new LiveEvent(event("small")));
        assertThat(replayMemory.take(MEMORY / 2)).isTrue();
        // When
        outbox.add(events, MEMORY / 2);
        var parts = new ArrayList<Buffer>();
        while (!outbox.isEmpty()) {
            parts.add(outbox.next(64 * 1024));
        }
        // Then
        assertThat(parts).hasSizeGreaterThan(5).allMatch(part -> part.length() <= 64 * 1024);
        var whole = Buffer.buffer();
        parts.forEach(whole::appendBuffer);
        assertThat(whole.toString(StandardCharsets.UTF_8)).isEqualTo(text(events.get(0)) + text(events.get(1)));
        assertThat(replayMemory.free()).isEqualTo(MEMORY);
    }

    @Test
    void saysWhatWasDroppedBeforeTheNextEvent() {
        var outbox = new Outbox(10, memory, replayMemory);
        var event = new LiveEvent(event());
        outbox.offer(event, "notice\n".getBytes(StandardCharsets.UTF_8));
        assertThat(outbox.next(1_000).toString()).isEqualTo("notice\n" + text(event));
    }

    @Test
    void heldBackEventsGiveUpTheOldestAndKnowTheFirst() {
        // Given
        var held = new HeldBack(5_000, memory);
        var events =
                Stream.generate(() -> new LiveEvent(event(LARGEST))).limit(30).toList();
        // When
        events.forEach(held::add);
        // Then
        var room = Outbox.MOST_BYTES / events.get(0).frame().length;
        var kept = events.subList(30 - room, 30);
        assertThat(held.first()).isEqualTo(Mark.of(kept.get(0)));
        var released = new ArrayList<LiveEvent>();
        held.release(released::add);
        assertThat(released).isEqualTo(kept);
        assertThat(memory.free()).isEqualTo(MEMORY);
    }

    @Test
    void holdsOneCopyOfAnEventThatIsSentAgainAndAgain() {
        // Given: more copies than a connection has room for
        var held = new HeldBack(5_000, memory);
        var copies = copiesOf(event(LARGEST), 30);
        // When
        copies.forEach(held::add);
        // Then
        assertThat(memory.free()).isEqualTo(MEMORY - copies.get(29).frame().length);
        assertThat(held.first()).isEqualTo(Mark.of(copies.get(0)));
        var released = new ArrayList<LiveEvent>();
        held.release(released::add);
        assertThat(released).containsExactly(copies.get(29));
        assertThat(memory.free()).isEqualTo(MEMORY);
    }

    @Test
    void copiesLeaveRoomForOtherHeldBackEvents() {
        // Given
        var held = new HeldBack(5_000, memory);
        copiesOf(event(LARGEST), 2).forEach(held::add);
        var others =
                Stream.generate(() -> new LiveEvent(event(LARGEST))).limit(30).toList();
        // When
        others.forEach(held::add);
        // Then
        var room = Outbox.MOST_BYTES / others.get(0).frame().length;
        var released = new ArrayList<LiveEvent>();
        held.release(released::add);
        assertThat(released).isEqualTo(others.subList(30 - room, 30));
        assertThat(memory.free()).isEqualTo(MEMORY);
    }

    @Test
    void aReplayThatCannotGoByAnEventGoesByTheNextThatIsHeldBack() {
        // Given
        var held = new HeldBack(5_000, memory);
        var events = Stream.generate(() -> new LiveEvent(event())).limit(3).toList();
        events.forEach(held::add);
        // When, Then
        for (var event : events) {
            assertThat(held.first()).isEqualTo(Mark.of(event));
            held.pass(Mark.of(event));
        }
        assertThat(held.first()).isNull();
        var next = new LiveEvent(event());
        held.add(next);
        assertThat(held.first()).isEqualTo(Mark.of(next));
    }

    @Test
    void aReplayThatCannotGoByACopyGoesByTheNextOne() {
        // Given
        var held = new HeldBack(5_000, memory);
        var copies = copiesOf(event(), 2);
        copies.forEach(held::add);
        held.pass(Mark.of(copies.get(0)));
        var replayed = new LiveEvent(event());
        var next = new LiveEvent(event());
        held.add(replayed);
        held.add(next);
        held.remove(replayed.id());
        // When
        held.pass(Mark.of(replayed));
        // Then
        assertThat(held.first()).isEqualTo(Mark.of(next));
    }

    private static List<LiveEvent> copiesOf(LogEvent event, int number) {
        return Stream.iterate(event.observedTimestamp(), observed -> observed.plusSeconds(1))
                .limit(number)
                .map(observed -> new LiveEvent(sentAgain(event, observed)))
                .toList();
    }

    @Test
    void takesAllThatWasHeldBack() {
        // Given: so much that a new event would not fit
        var held = new HeldBack(5_000, memory);
        Stream.generate(() -> new LiveEvent(event(LARGEST))).limit(20).forEach(held::add);
        var outbox = new Outbox(5_000, memory, replayMemory);
        // When
        held.release(outbox::addHeld);
        // Then
        var sent = 0;
        while (!outbox.isEmpty()) {
            sent += outbox.next(64 * 1024).length();
        }
        assertThat(sent).isEqualTo(20 * new LiveEvent(event(LARGEST)).frame().length);
        assertThat(memory.free()).isEqualTo(MEMORY);
    }

    @Test
    void aReplayHasToPassAnEventThatCouldNotBeHeld() {
        // Given
        var held = new HeldBack(5_000, new ByteBudget(10));
        var event = new LiveEvent(event());
        // When
        held.add(new LiveEvent(event()));
        held.add(event);
        // Then
        assertThat(held.first()).isEqualTo(Mark.of(event));
        var released = new ArrayList<LiveEvent>();
        held.release(released::add);
        assertThat(released).isEmpty();
    }

    private static String text(LiveEvent event) {
        return new String(event.frame(), StandardCharsets.UTF_8);
    }
}
