package io.logcast.consumer.stream;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;
import static io.logcast.testing.LogEventFixtures.observedAt;
import static io.logcast.testing.LogEventFixtures.sentAgain;
import static io.logcast.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.Delivered;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.LastPart;
import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.archive.table.Unstored;
import io.logcast.consumer.livetail.LiveTail;
import io.logcast.model.event.LogEvent;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader that reconnects; the archive has what the test has stored. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class ResumptionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    // Longer than the overlap, so that a replay does not reach further back.
    private static final Duration PAST_THE_OVERLAP = Duration.ofMillis(500);

    @Inject
    @Any
    InMemoryConnector channels;

    @Inject
    LogEventTable archive;

    @Inject
    Parts parts;

    @Inject
    Unstored unstored;

    private final List<SseClient> readers = new ArrayList<>();

    @BeforeEach
    void emptyTheArchive() throws Exception {
        execute("truncate log_event");
    }

    @AfterEach
    void closeReaders() {
        readers.forEach(SseClient::close);
    }

    @Test
    void sendsWhatWasMissedInTheOrderOfArrivalAndThenGoesLive() throws Exception {
        // Given
        archive.insertIfAbsent(List.of(event("long before")));
        pause();
        var seen = event("seen");
        var missed = IntStream.range(0, 600).mapToObj(i -> event("missed " + i)).toList();
        archive.insertIfAbsent(List.of(seen));
        archive.insertIfAbsent(missed);
        // When
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        var next = event("next");
        live(next);
        archive.insertIfAbsent(List.of(next));
        // Then
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(next.id().toString()));
        var expected = new ArrayList<LogEvent>();
        expected.add(seen);
        expected.addAll(missed);
        expected.add(next);
        assertThat(reader.values("id")).containsExactlyInAnyOrderElementsOf(ids(expected));
        assertThat(reader.values("data")).contains(json(missed.get(0)), json(next));
        assertThat(reader.values("event")).startsWith("replay").doesNotContain("gap");
    }

    @Test
    void goesOnInTheNextPart() throws Exception {
        // Given
        var seen = event("seen");
        var before = event("the last of a part");
        var behind = event("the first of the next part");
        archive.insertIfAbsent(List.of(seen));
        archive.insertIfAbsent(List.of(before));
        await().atMost(PATIENCE).until(() -> parts.rollOver(Duration.ZERO));
        archive.insertIfAbsent(List.of(behind));
        // When
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        assertThat(reader.values("id")).isEqualTo(ids(List.of(seen, before, behind)));
    }

    @Test
    void holdsLiveEventsBackUntilTheArchiveHasPassedTheFirstOfThem() throws Exception {
        // Given
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        pause();
        var reader = reader(SseClient.open("?after=" + seen.id()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("replay"));
        var missed = event("missed");
        var live = List.of(event("first"), event("second"));
        // When
        live.forEach(this::live);
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("waiting"));
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> reader.values("id").equals(ids(List.of(seen))));
        archive.insertIfAbsent(List.of(missed));
        archive.insertIfAbsent(live);
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(live.get(1).id().toString()));
        assertThat(reader.values("id").subList(0, 2)).isEqualTo(ids(List.of(seen, missed)));
        assertThat(reader.values("id").subList(2, 4)).containsExactlyInAnyOrderElementsOf(ids(live));
        assertThat(reader.values("id")).hasSize(4);
        assertThat(reader.values("event")).endsWith("waiting", "live").doesNotContain("gap");
    }

    @Test
    void waitsForTheLastEventItself() throws Exception {
        // Given
        var seen = event("seen before it was archived");
        var missed = event("missed");
        var reader = reader(SseClient.open("?after=" + seen.id()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("waiting"));
        // When
        archive.insertIfAbsent(List.of(seen));
        archive.insertIfAbsent(List.of(missed));
        // Then
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(missed.id().toString()));
        assertThat(reader.values("event")).doesNotContain("gap");
    }

    @Test
    void tellsOfAGapWhenTheArchiveStaysBehind() {
        // Given
        var live = event("live");
        // When
        var reader = reader(SseClient.open("?after=" + UUID.randomUUID()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("waiting"));
        live(live);
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("id").equals(ids(List.of(live))));
        assertThat(reader.values("event")).containsExactly("replay", "waiting", "gap", "live");
    }

    @Test
    void waitsForAWriterWhoseTransactionTakesLongerThanTheOverlap() throws Exception {
        // Given
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        var slow = UUID.randomUUID();
        var later = event("archived later, and committed earlier");
        try (var writer = openWriter("logcast-consumer", slow)) {
            pause();
            archive.insertIfAbsent(List.of(later));
            pause();
            // When
            var reader = reader(SseClient.openAfter(seen.id().toString()));
            await().atMost(PATIENCE).until(() -> reader.values("event").contains("waiting"));
            assertThat(reader.values("id")).doesNotContain(later.id().toString());
            writer.commit();
            // Then
            await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
            assertThat(reader.values("id"))
                    .containsExactly(
                            seen.id().toString(), slow.toString(), later.id().toString());
            assertThat(reader.values("event")).doesNotContain("gap");
        }
    }

    @Test
    void waitsForABatchThatIsStoredLaterThanWhatCameAfterIt() throws Exception {
        // Given
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        var slow = event("published before, and stored behind");
        var storing = unstored.during(() -> () -> store(slow));
        var first = event("the first live one");
        archive.insertIfAbsent(List.of(first));
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("replay"));
        live(first);
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(first.id().toString()));
        pause();
        // When
        storing.run();
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        assertThat(reader.values("id")).isEqualTo(ids(List.of(seen, first, slow)));
        assertThat(reader.values("event")).doesNotContain("gap");
    }

    @Test
    void tellsOfAGapWhenABatchStaysUnstored() throws Exception {
        // Given
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        var refused = Delivered.of(event("refused"));
        refuseEvents();
        try {
            channels.source("archive").send(refused.message());
            await().atMost(PATIENCE).until(ResumptionTest::wasRefused);
            var first = event("the first live one");
            archive.insertIfAbsent(List.of(first));
            // When
            var reader = reader(SseClient.openAfter(seen.id().toString()));
            await().atMost(PATIENCE).until(() -> reader.values("event").contains("replay"));
            live(first);
            // Then
            await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
            assertThat(reader.values("event")).containsExactly("replay", "waiting", "gap", "live");
        } finally {
            execute("drop function refuse() cascade", "drop sequence refusals");
        }
        await().atMost(PATIENCE).until(refused::isSettled);
    }

    /** The failure is not the data's fault, so the writer tries again; in between it has no transaction. */
    private static void refuseEvents() throws SQLException {
        execute(
                "create sequence refusals",
                "create function refuse() returns trigger language plpgsql as"
                        + " $$ begin perform nextval('refusals'); raise 'no room'; end $$",
                "create trigger refuse before insert on " + LastPart.name()
                        + " for each row when (new.message = 'refused')" + " execute function refuse()");
    }

    private static boolean wasRefused() throws SQLException {
        try (var connection = TestDatabase.get().connect();
                var row = connection.createStatement().executeQuery("select is_called from refusals")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void store(LogEvent event) {
        try {
            archive.insertIfAbsent(List.of(event));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doesNotGoLiveByACopyOfAnEventThatWasArchivedBefore() throws Exception {
        // Given
        var old = event("archived, but not accepted, so it is sent again");
        archive.insertIfAbsent(List.of(old));
        pause();
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        pause();
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("replay"));
        var missed = event("published before the stream began");
        var next = event("next");
        // When
        live(sentAgain(old, Instant.now()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        archive.insertIfAbsent(List.of(missed));
        live(next);
        archive.insertIfAbsent(List.of(next));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("id").size() == 4);
        assertThat(reader.values("id")).containsExactlyInAnyOrderElementsOf(ids(List.of(old, seen, missed, next)));
        assertThat(reader.values("event")).doesNotContain("gap");
    }

    @Test
    void beginsWhereAnEventThatWasSentAgainWasSeen() throws Exception {
        // Given
        var seen = event("seen before it was accepted");
        live(seen);
        var missed = event("missed");
        archive.insertIfAbsent(List.of(missed));
        pause();
        archive.insertIfAbsent(List.of(sentAgain(seen, Instant.now())));
        // When
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        // Then
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(seen.id().toString()));
        assertThat(reader.values("id")).isEqualTo(ids(List.of(missed, seen)));
    }

    @Test
    void beginsBeforeTheLossOfTheQueueOnceThatIsKnown() throws Exception {
        // Given
        keepTheLossFromOtherTests();
        liveFrom("one", event("before the loss"));
        var missed = event("missed");
        archive.insertIfAbsent(List.of(missed));
        pause();
        var seen = event("perhaps seen before the loss, and sent again");
        archive.insertIfAbsent(List.of(seen));
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        await().atMost(PATIENCE).until(() -> reader.values("id").equals(ids(List.of(seen))));
        // When
        liveFrom("two", event("after the loss"));
        // Then
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(missed.id().toString()));
    }

    @Test
    void isReplayedUntilItHasPassedTheLossOfTheQueue() throws Exception {
        // Given
        keepTheLossFromOtherTests();
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("replay"));
        var before = event("before the loss");
        var missed = event("missed");
        var after = event("after the loss");
        // When
        liveFrom("one", before);
        liveFrom("two", after);
        archive.insertIfAbsent(List.of(before));
        pause();
        archive.insertIfAbsent(List.of(missed));
        archive.insertIfAbsent(List.of(after));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        await().atMost(PATIENCE)
                .until(() -> reader.values("id").contains(after.id().toString()));
        assertThat(reader.values("id")).containsExactlyElementsOf(ids(List.of(seen, before, missed, after)));
        assertThat(reader.values("event")).doesNotContain("gap");
    }

    @Test
    void doesNotGoLiveByAnEventAfterALossThatItHasNotPassed() throws Exception {
        // Given: the queue is lost just after a step has chosen where to begin
        var after = event("after the loss");
        var hasLost = new AtomicBoolean();
        QuarkusMock.installMockForType(
                new LiveTail(new SimpleMeterRegistry(), Clock.systemUTC()) {
                    @Override
                    public Duration earlierCopy(UUID id, Instant observed) {
                        var earlier = super.earlierCopy(id, observed);
                        if (hasLost.compareAndSet(false, true)) {
                            liveFrom("two", after);
                        }
                        return earlier;
                    }
                },
                LiveTail.class);
        liveFrom("one", event("before the loss"));
        var missed = event("missed");
        archive.insertIfAbsent(List.of(missed));
        pause();
        var seen = event("perhaps seen before the loss, and sent again");
        archive.insertIfAbsent(List.of(seen));
        archive.insertIfAbsent(List.of(after));
        pause();
        // When
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        assertThat(reader.values("id")).contains(missed.id().toString());
        assertThat(reader.values("event")).doesNotContain("gap");
    }

    @Test
    void tellsOfAGapWhenItCannotPassTheLossOfTheQueue() throws Exception {
        // Given
        keepTheLossFromOtherTests();
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        var reader = reader(SseClient.open("?q=wanted&after=" + seen.id()));
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("replay"));
        liveFrom("one", event("wanted, but not archived yet"));
        // When
        liveFrom("two", event("another"));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("gap"));
        assertThat(reader.values("data")).contains("{\"reason\":\"this replica has lost its queue at the broker\"}");
    }

    @Test
    void tellsOfAGapWhenAnEventWasSeenTooLongAgo() throws Exception {
        // Given
        var seen = observedAt(Instant.now().minus(Duration.ofHours(1)), "sent again for an hour");
        live(seen);
        var older = event("older");
        var missed = event("missed");
        archive.insertIfAbsent(List.of(older, missed));
        execute(archivedMinutesAgo(older, 11), archivedMinutesAgo(missed, 9));
        archive.insertIfAbsent(List.of(sentAgain(seen, Instant.now())));
        // When
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        assertThat(reader.values("id")).isEqualTo(ids(List.of(missed, seen)));
        assertThat(reader.values("event")).startsWith("replay", "gap").containsOnlyOnce("gap");
    }

    @Test
    void tellsOfAGapWhenTheClockOfTheDatabaseWasSetBack() throws Exception {
        // Given
        var seen = event("seen");
        var missed = event("missed");
        archive.insertIfAbsent(List.of(seen));
        execute(archivedMinutesAgo(seen, -60));
        archive.insertIfAbsent(List.of(missed));
        // When
        var reader = reader(SseClient.openAfter(seen.id().toString()));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        assertThat(reader.values("event")).containsExactly("replay", "gap", "live");
        var next = event("next");
        live(next);
        await().atMost(PATIENCE).until(() -> reader.values("id").equals(ids(List.of(next))));
    }

    private static String archivedMinutesAgo(LogEvent event, int minutes) {
        return "update log_event set archived_at = now() - interval '" + minutes + " minutes' where id = '" + event.id()
                + "'";
    }

    /** The live tail remembers a loss for a minute. */
    private static void keepTheLossFromOtherTests() {
        QuarkusMock.installMockForType(new LiveTail(new SimpleMeterRegistry(), Clock.systemUTC()), LiveTail.class);
    }

    @Test
    void doesNotWaitForTransactionsOfOthers() throws Exception {
        // Given
        var seen = event("seen");
        archive.insertIfAbsent(List.of(seen));
        try (var others = openWriter("psql", UUID.randomUUID())) {
            var missed = event("missed");
            archive.insertIfAbsent(List.of(missed));
            // When
            var reader = reader(SseClient.openAfter(seen.id().toString()));
            // Then
            await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
            assertThat(reader.values("id")).contains(missed.id().toString());
            others.rollback();
        }
    }

    /** A transaction that has stored an event and is still open. */
    private static Connection openWriter(String name, UUID id) throws SQLException {
        var connection = TestDatabase.get().connect();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set application_name = '" + name + "'");
            statement.execute("insert into log_event (id, observed_time_unix_nano, severity_number, source, message,"
                    + " attributes, content_hash) values ('" + id + "', 0, 9, 'test', 'slow', '{}', '')");
        }
        return connection;
    }

    @Test
    void sendsWhatTheFilterWants() throws Exception {
        // Given
        var seen = event("seen");
        var missed = event("the wanted one");
        archive.insertIfAbsent(List.of(seen, event("another"), missed));
        // When
        var reader = reader(SseClient.open("?q=wanted&after=" + seen.id()));
        // Then
        await().atMost(PATIENCE).until(() -> reader.values("event").contains("live"));
        assertThat(reader.values("id")).isEqualTo(ids(List.of(missed)));
    }

    /** Returns once the live tail has it. */
    private void liveFrom(String queue, LogEvent event) {
        var delivered = Delivered.of(event);
        channels.source("live").send(delivered.from(queue));
        await().atMost(PATIENCE).until(delivered::isSettled);
    }

    private void live(LogEvent event) {
        channels.source("live").send(Delivered.of(event).message());
    }

    private SseClient reader(SseClient reader) {
        readers.add(reader);
        return reader;
    }

    private static List<String> ids(List<LogEvent> events) {
        return events.stream().map(event -> event.id().toString()).toList();
    }

    private static void pause() {
        var end = System.nanoTime() + PAST_THE_OVERLAP.toNanos();
        await().atMost(PATIENCE).until(() -> System.nanoTime() > end);
    }
}
