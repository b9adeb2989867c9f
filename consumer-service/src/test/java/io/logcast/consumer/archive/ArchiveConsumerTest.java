package io.logcast.consumer.archive;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;
import static io.logcast.testing.LogEventFixtures.observedAt;
import static io.logcast.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.Delivered;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.ArchivedEvent;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class ArchiveConsumerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    @Any
    InMemoryConnector channels;

    @Inject
    LogEventTable events;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void forgetMessages() {
        channels.sink("foreign").clear();
    }

    @Test
    void acknowledgesAnEventOnlyAfterTheCommit() {
        // Given
        var event = event();
        var seenByOthers = new CompletableFuture<Long>();
        var message = Delivered.of(event).message().withAck(() -> {
            seenByOthers.complete(rowsOf(event.id()));
            return CompletableFuture.completedFuture(null);
        });
        // When
        channels.source("archive").send(message);
        // Then
        await().atMost(PATIENCE).until(seenByOthers::isDone);
        assertThat(seenByOthers).isCompletedWithValue(1L);
    }

    @Test
    void archivesARepeatedIdOnce() throws Exception {
        // Given
        var event = event("the first");
        var repeat = new LogEvent(
                event.id(),
                null,
                event.observedTimestamp().plusSeconds(1),
                event.severity(),
                event.source(),
                event.message(),
                event.attributes(),
                null,
                null);
        // When
        var inOneMessage = archived(Delivered.of(event, repeat));
        var inAnother = archived(Delivered.of(repeat));
        // Then
        assertThat(inOneMessage.acked()).isCompleted();
        assertThat(inAnother.acked()).isCompleted();
        assertThat(rowsOf(event.id())).isEqualTo(1);
        assertThat(events.find(event.id())).map(ArchivedEvent::event).contains(event);
    }

    @Test
    void rejectsAnIdWithOtherContentAndKeepsTheFirst() throws Exception {
        // Given
        var first = event("the first");
        var other = new LogEvent(
                first.id(),
                null,
                first.observedTimestamp(),
                first.severity(),
                first.source(),
                "another",
                first.attributes(),
                null,
                null);
        var neighbour = event();
        archived(Delivered.of(first));
        // When
        var conflict = archived(Delivered.of(neighbour, other));
        var next = archived(Delivered.of(event()));
        // Then
        assertThat(conflict.nacked().join())
                .isInstanceOf(IdConflictException.class)
                .hasMessageStartingWith("id-conflict: ")
                .hasMessageContaining(first.id().toString())
                .hasMessageNotContaining(neighbour.id().toString());
        assertThat(next.acked()).isCompleted();
        assertThat(events.find(first.id())).map(ArchivedEvent::event).contains(first);
        assertThat(events.find(neighbour.id())).map(ArchivedEvent::event).contains(neighbour);
    }

    @Test
    void rejectsTheSecondOfOneBatchWithOtherContent() throws Exception {
        // Given
        var id = UUID.randomUUID();
        var now = Instant.now();
        var first = new LogEvent(id, null, now, Severity.INFO, "a", "first", Map.of(), null, null);
        var second = new LogEvent(id, null, now, Severity.INFO, "a", "second", Map.of(), null, null);
        // When
        var delivered = archived(Delivered.of(first, second));
        // Then
        assertThat(delivered.nacked().join()).isInstanceOf(IdConflictException.class);
        assertThat(events.find(id)).map(ArchivedEvent::event).contains(first);
    }

    @Test
    void archivesAllEventsOfAMessage() throws Exception {
        // Given
        var batch = IntStream.range(0, 100).mapToObj(i -> event("number " + i)).toArray(LogEvent[]::new);
        // When
        var delivered = archived(Delivered.of(batch));
        // Then
        assertThat(delivered.acked()).isCompleted();
        for (var event : batch) {
            assertThat(events.find(event.id())).map(ArchivedEvent::event).contains(event);
        }
    }

    @Test
    void archivesManyMessagesEachAcknowledged() {
        // Given
        var messages = IntStream.range(0, 2_000)
                .mapToObj(i -> Delivered.of(event("number " + i)))
                .toList();
        // When
        messages.forEach(this::send);
        // Then
        await().atMost(PATIENCE)
                .until(() ->
                        messages.stream().allMatch(message -> message.acked().isDone()));
    }

    @Test
    void archivesTheGoodLinesAndRejectsTheMessageForTheOthers() throws Exception {
        // Given
        var first = event();
        var last = event();
        var body = json(first) + "\n{\"message\":\"cut off\n" + json(last) + "\n";
        // When
        var delivered = archived(Delivered.ours(body.getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(delivered.acked()).isNotDone();
        assertThat(delivered.nacked().join()).hasMessageStartingWith("line 2: ");
        assertThat(events.find(first.id())).map(ArchivedEvent::event).contains(first);
        assertThat(events.find(last.id())).map(ArchivedEvent::event).contains(last);
    }

    @Test
    void rejectsWhatIsNotEvenTextAndGoesOn() {
        // Given
        var noCharacters = ByteBuffer.allocate(8).putInt('{').putInt(0x7FFFFFFF).array();
        // When
        var ours = archived(Delivered.ours(noCharacters));
        var foreign = archived(Delivered.foreign(new byte[] {(byte) 0xC3, 0x28}, ""));
        var next = archived(Delivered.of(event()));
        // Then
        assertThat(ours.nacked()).isCompleted();
        assertThat(foreign.nacked().join()).hasMessageContaining("UTF-8");
        assertThat(next.acked()).isCompleted();
    }

    @Test
    void makesOneEventOfForeignTextAndAnnouncesIt() throws Exception {
        // Given
        var text = "Hello World! " + UUID.randomUUID();
        // When
        var delivered = archived(Delivered.foreign(text, "kern.critical"));
        // Then
        assertThat(delivered.acked()).isCompleted();
        await().atMost(PATIENCE).until(() -> announced().size() == 1);
        var event = LogMessage.read(announced().get(0).getPayload()).events().get(0);
        assertThat(event.message()).isEqualTo(text);
        assertThat(event.attributes()).containsEntry("messaging.rabbitmq.destination.routing_key", "kern.critical");
        assertThat(events.find(event.id())).map(ArchivedEvent::event).contains(event);
    }

    @Test
    void doesNotAnnounceOurOwnEvents() {
        // When
        archived(Delivered.of(event()));
        archived(Delivered.foreign("the only one", ""));
        // Then
        await().atMost(PATIENCE).until(() -> announced().size() == 1);
    }

    @Test
    void theLagIsZeroIfTheProducersClockIsAhead() {
        // Given
        archived(Delivered.of(event()));
        var lag = meters.get("logcast.archive.lag").timer();
        var batches = lag.count();
        var before = lag.totalTime(TimeUnit.NANOSECONDS);
        // When
        archived(Delivered.of(observedAt(Instant.now().plus(PATIENCE), "from the future")));
        // Then
        assertThat(lag.count()).isEqualTo(batches + 1);
        assertThat(lag.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(before);
    }

    @Test
    void keepsABatchWhileTheDatabaseRefusesIt() throws Exception {
        // Given
        var delivered = Delivered.of(event());
        execute("alter table log_event rename to log_event_elsewhere");
        send(delivered);
        try {
            await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !delivered.isSettled());
        } finally {
            // When
            execute("alter table log_event_elsewhere rename to log_event");
        }
        // Then
        await().atMost(PATIENCE).until(delivered::isSettled);
        assertThat(delivered.acked()).isCompleted();
    }

    @Test
    void storesWhatArrivesAfterTheDatabaseCutItsConnections() throws Exception {
        // Given
        archived(Delivered.of(event()));
        execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
        // When
        var delivered = archived(Delivered.of(event()));
        // Then
        assertThat(delivered.acked()).isCompleted();
    }

    @Test
    void rejectsTheOneMessageThatPostgresqlRefusesAndStoresItsNeighbours() throws Exception {
        // Given
        var neighbours = List.of(event(), event());
        execute("alter table log_event add constraint refused check (message <> 'refused')");
        var refused = Delivered.of(event("refused"));
        try {
            // When
            var before = Delivered.of(neighbours.get(0));
            var after = Delivered.of(neighbours.get(1));
            List.of(before, refused, after).forEach(this::send);
            // Then
            await().atMost(PATIENCE).until(() -> before.isSettled() && refused.isSettled() && after.isSettled());
            assertThat(before.acked()).isCompleted();
            assertThat(after.acked()).isCompleted();
            assertThat(refused.nacked().join()).isInstanceOf(CannotBeStoredException.class);
        } finally {
            execute("alter table log_event drop constraint refused");
        }
    }

    @Test
    void rejectsTheOneEventThatPostgresqlRefusesAndStoresTheOthersOfItsMessage() throws Exception {
        // Given
        var others = List.of(event(), event(), event());
        execute("alter table log_event add constraint refused check (message <> 'refused')");
        try {
            // When
            var delivered = archived(Delivered.of(others.get(0), event("refused"), others.get(1), others.get(2)));
            // Then
            assertThat(delivered.nacked().join()).isInstanceOf(CannotBeStoredException.class);
            for (var other : others) {
                assertThat(events.find(other.id())).map(ArchivedEvent::event).contains(other);
            }
        } finally {
            execute("alter table log_event drop constraint refused");
        }
    }

    @Test
    void storesAMessageThatCameBackAgainAndAgainAloneAndEventByEvent() throws Exception {
        // Given
        var suspects = IntStream.range(0, 3).mapToObj(i -> event("suspect")).toArray(LogEvent[]::new);
        var others = IntStream.range(0, 3).mapToObj(i -> event("other")).toArray(LogEvent[]::new);
        // When
        var cameBackOften = archived(Delivered.again(3, suspects));
        var cameBackOnce = archived(Delivered.again(1, others));
        // Then
        assertThat(cameBackOften.acked()).isCompleted();
        assertThat(cameBackOnce.acked()).isCompleted();
        assertThat(transactionsOf(suspects)).isEqualTo(3);
        assertThat(transactionsOf(others)).isEqualTo(1);
    }

    @Test
    void storesAMessageThatCameBackAgainAndAgainWhileNothingElseIsStored() throws Exception {
        // Given: a batch that waits for another transaction
        var blocked = event();
        try (var other = TestDatabase.get().connect();
                var insert = other.prepareStatement("insert into log_event (id, observed_time_unix_nano,"
                        + " severity_number, source, message, attributes, content_hash)"
                        + " values (?, 0, 9, 'a', '', '{}', '')")) {
            other.setAutoCommit(false);
            insert.setObject(1, blocked.id());
            insert.execute();
            var first = Delivered.of(blocked);
            send(first);
            await().atMost(PATIENCE).until(() -> waitsForALock());
            // When
            var suspect = Delivered.again(3, event("suspect"));
            send(suspect);
            await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> !suspect.isSettled());
            other.rollback();
            // Then
            await().atMost(PATIENCE).until(() -> suspect.isSettled() && first.isSettled());
            assertThat(suspect.acked()).isCompleted();
            assertThat(first.acked()).isCompleted();
        }
    }

    @Test
    void keepsWhatOnlyALaterReleaseKnowsInTheDeadLetterOfAPart() throws Exception {
        // Given
        var first = event("the first");
        archived(Delivered.of(first));
        var line = json(first).replace("the first", "another").replaceFirst("}$", ",\"of_a_later_release\":[1]}");
        var body = "no event\n" + json(event()) + "\n" + line + "\n";
        // When
        var conflict = archived(Delivered.ours(body.getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(conflict.failed().join())
                .extracting(part -> new String(part.body(), StandardCharsets.UTF_8))
                .containsExactly("no event", line);
    }

    private static boolean waitsForALock() throws SQLException {
        try (var connection = TestDatabase.get().connect();
                var row = connection
                        .createStatement()
                        .executeQuery("select exists (select from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname = current_database())")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static long transactionsOf(LogEvent... events) throws SQLException {
        var ids = Stream.of(events).map(LogEvent::id).toArray();
        try (var connection = TestDatabase.get().connect();
                var select = connection.prepareStatement(
                        "select count(distinct xmin::text) from log_event where id = any(?)")) {
            select.setArray(1, connection.createArrayOf("uuid", ids));
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void send(Delivered delivered) {
        channels.source("archive").send(delivered.message());
    }

    private Delivered archived(Delivered delivered) {
        send(delivered);
        await().atMost(PATIENCE).until(delivered::isSettled);
        return delivered;
    }

    private List<? extends Message<byte[]>> announced() {
        return channels.<byte[]>sink("foreign").received();
    }

    private long rowsOf(UUID id) {
        try (var connection = TestDatabase.get().connect();
                var select = connection.prepareStatement("select count(*) from log_event where id = ?")) {
            select.setObject(1, id);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
