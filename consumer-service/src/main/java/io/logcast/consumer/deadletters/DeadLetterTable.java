package io.logcast.consumer.deadletters;

import io.logcast.model.wire.AttributesJson;
import io.logcast.rabbitmq.messages.MessageProperties;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code dead_letter}. */
@ApplicationScoped
public class DeadLetterTable {

    private static final String COLUMNS =
            "id, dead_lettered_at, replayed_at, kind, reason, exception, attempts, exchange, routing_key, queue,"
                    + " replay_of, message_id, type, content_type, content_encoding, correlation_id, reply_to, app_id,"
                    + " sent_at_seconds, priority, headers, octet_length(body) as body_bytes, body";

    // A page of bodies could be of any size, and so could one of texts that others wrote into a message's headers.
    private static final String SHORT = "id, dead_lettered_at, replayed_at, kind, left(reason, 1000) as reason,"
            + " left(exception, 300) as exception, attempts, exchange, routing_key, queue, replay_of, message_id, type,"
            + " content_type, content_encoding, correlation_id, reply_to, app_id, sent_at_seconds, priority,"
            + " '{}' as headers, octet_length(body) as body_bytes, ''::bytea as body";

    // The largest message of ours is shown whole; a foreign one can be larger than what an answer should be.
    private static final int MAX_SHOWN_BYTES = 2 * 1024 * 1024;
    private static final String SHOWN =
            COLUMNS.replaceFirst("body$", "substring(body from 1 for " + MAX_SHOWN_BYTES + ") as body");

    private static final long MAX_REPLAYED_BYTES = 4 * 1024 * 1024;

    private static final String MATCHES = " (?::text is null or kind = ?) and (?::text is null or queue = ?)";

    private static final String INSERT = """
            insert into dead_letter (kind, reason, exception, attempts, exchange, routing_key, queue, replay_of,
                                     message_id, type, content_type, content_encoding, correlation_id, reply_to,
                                     app_id, sent_at_seconds, priority, headers, event_ids, body)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?)""";

    // What another call is replaying at this moment is left to it.
    private static final String LOCK_OPEN = "with locked as materialized (select id from dead_letter"
            + " where replayed_at is null and id > ? and id <= ? and" + MATCHES
            + " order by id limit ? for update skip locked),"
            // Of these as many as fit into memory, and at least one.
            + " sized as (select id, sum(octet_length(body)) over (order by id) - octet_length(body) as bytes_before"
            + " from dead_letter join locked using (id))"
            + " select " + COLUMNS + " from dead_letter"
            + " where id in (select id from sized where bytes_before < " + MAX_REPLAYED_BYTES + ") order by id";

    private static final String DELETE_REPLAYED = """
            delete from dead_letter where id in (
                select id from dead_letter where replayed_at < now() - make_interval(secs => ?)
                limit ? for update skip locked)""";

    private final DataSource database;

    DeadLetterTable(DataSource database) {
        this.database = database;
    }

    /**
     * A row of the table.
     *
     * @param replayedAt null while the letter waits for somebody to deal with it
     * @param bodyBytes the body's length, where the letter is shown without it too
     */
    public record Stored(long id, Instant at, @Nullable Instant replayedAt, int bodyBytes, DeadLetter letter) {

        Stored with(DeadLetter other) {
            return new Stored(id, at, replayedAt, bodyBytes, other);
        }
    }

    /** Letters by their ids, in the order of their arrival. */
    record Range(long after, long upTo) {}

    /** Stores it, committed when this returns. */
    void insert(DeadLetter letter) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, letter.kind().word());
            insert.setString(2, storable(letter.reason()));
            insert.setString(3, storable(letter.exception()));
            insert.setInt(4, letter.attempts());
            insert.setString(5, storable(letter.exchange()));
            insert.setString(6, storable(letter.routingKey()));
            insert.setString(7, storable(letter.queue()));
            insert.setObject(8, letter.replayOf());
            set(insert, 9, letter.properties());
            insert.setString(18, AttributesJson.write(letter.headers()));
            insert.setArray(
                    19, connection.createArrayOf("uuid", letter.eventIds().toArray()));
            insert.setBytes(20, letter.body());
            insert.executeUpdate();
        }
    }

    private static void set(PreparedStatement insert, int first, MessageProperties properties) throws SQLException {
        var timestamp = properties.timestamp();
        insert.setString(first, storable(properties.messageId()));
        insert.setString(first + 1, storable(properties.type()));
        insert.setString(first + 2, storable(properties.contentType()));
        insert.setString(first + 3, storable(properties.contentEncoding()));
        insert.setString(first + 4, storable(properties.correlationId()));
        insert.setString(first + 5, storable(properties.replyTo()));
        insert.setString(first + 6, storable(properties.appId()));
        insert.setObject(first + 7, timestamp == null ? null : timestamp.getEpochSecond(), Types.BIGINT);
        insert.setObject(first + 8, properties.priority(), Types.SMALLINT);
    }

    /** AMQP's texts may have a NUL, PostgreSQL's may not; nothing else in a dead letter can be refused. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '?');
    }

    /** At most {@code limit} of those before {@code id}, replayed ones or the others, newest first, without bodies, and of long texts the beginning. */
    List<Stored> before(long id, LetterFilter filter, boolean replayed, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select " + SHORT + " from dead_letter where id < ?"
                        + " and (replayed_at is not null) = ? and" + MATCHES + " order by id desc limit ?")) {
            select.setLong(1, id);
            select.setBoolean(2, replayed);
            select.setInt(set(select, 3, filter), limit);
            return all(select);
        }
    }

    /** The one of that id, at most the first 2 MiB of its body. */
    Optional<Stored> find(long id) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select " + SHOWN + " from dead_letter where id = ?")) {
            select.setLong(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** Those that hold the event, newest first, at most {@code limit}, shortened likewise. */
    public List<Stored> ofEvent(UUID eventId, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select " + SHORT
                        + " from dead_letter where event_ids @> array[?]::uuid[] order by id desc limit ?")) {
            select.setObject(1, eventId);
            select.setInt(2, limit);
            return all(select);
        }
    }

    /** The id of the newest; 0 if there is none. */
    long newest() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select coalesce(max(id), 0) from dead_letter")) {
            return number(select);
        }
    }

    /** How many of the range have not been replayed. */
    long countOpen(LetterFilter filter, Range range) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select count(*) from dead_letter where replayed_at is null"
                        + " and id > ? and id <= ? and" + MATCHES)) {
            select.setLong(1, range.after());
            select.setLong(2, range.upTo());
            set(select, 3, filter);
            return number(select);
        }
    }

    /** How many have not been replayed, of each kind. */
    Map<Kind, Long> countOpen() throws SQLException {
        var counts = new EnumMap<Kind, Long>(Kind.class);
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select kind, count(*) from dead_letter where replayed_at is null group by kind");
                var rows = select.executeQuery()) {
            while (rows.next()) {
                counts.merge(kind(rows.getString(1)), rows.getLong(2), Long::sum);
            }
        }
        return counts;
    }

    /**
     * Publishes the first of the range that have not been replayed, and marks them. Nobody else replays or discards them
     * meanwhile.
     *
     * @param publisher returns the failures, each in the place of its letter; null for a letter that arrived
     * @return what it was given, oldest first
     */
    List<Attempt> replay(
            LetterFilter filter, Range range, int limit, Function<List<Stored>, List<@Nullable Throwable>> publisher)
            throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var letters = lockOpen(connection, filter, range, limit);
                var failures = publisher.apply(letters);
                var attempts = new ArrayList<Attempt>(letters.size());
                for (int i = 0; i < letters.size(); i++) {
                    attempts.add(new Attempt(letters.get(i), failures.get(i)));
                }
                mark(connection, attempts);
                connection.commit();
                return attempts;
            } finally {
                connection.rollback();
            }
        }
    }

    /**
     * A letter that was published.
     *
     * @param failure null if the broker confirmed it
     */
    record Attempt(Stored letter, @Nullable Throwable failure) {}

    private static List<Stored> lockOpen(Connection connection, LetterFilter filter, Range range, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(LOCK_OPEN)) {
            select.setLong(1, range.after());
            select.setLong(2, range.upTo());
            select.setInt(set(select, 3, filter), limit);
            return all(select);
        }
    }

    private static void mark(Connection connection, List<Attempt> attempts) throws SQLException {
        var replayed = attempts.stream()
                .filter(attempt -> attempt.failure() == null)
                .map(attempt -> attempt.letter().id())
                .toArray();
        try (var update =
                connection.prepareStatement("update dead_letter set replayed_at = now() where id = any (?)")) {
            update.setArray(1, connection.createArrayOf("bigint", replayed));
            update.executeUpdate();
        }
    }

    /** Deletes it; empty if there is no such letter. */
    Optional<Kind> delete(long id) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from dead_letter where id = ? returning kind")) {
            delete.setLong(1, id);
            try (var rows = delete.executeQuery()) {
                return rows.next() ? Optional.of(kind(rows.getString(1))) : Optional.empty();
            }
        }
    }

    /** Deletes those that have not been replayed, and tells how many of each kind. */
    Map<Kind, Long> deleteOpen(LetterFilter filter) throws SQLException {
        var counts = new EnumMap<Kind, Long>(Kind.class);
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(
                        "with deleted as (delete from dead_letter where replayed_at is null and" + MATCHES
                                + " returning kind) select kind, count(*) from deleted group by kind")) {
            set(delete, 1, filter);
            try (var rows = delete.executeQuery()) {
                while (rows.next()) {
                    counts.merge(kind(rows.getString(1)), rows.getLong(2), Long::sum);
                }
            }
        }
        return counts;
    }

    /** Deletes at most {@code limit} that were replayed longer ago, and tells how many. */
    int deleteReplayedBefore(Duration age, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(DELETE_REPLAYED)) {
            delete.setLong(1, age.toSeconds());
            delete.setInt(2, limit);
            return delete.executeUpdate();
        }
    }

    /** Sets the filter's values, and returns the index of the parameter behind them. */
    private static int set(PreparedStatement statement, int first, LetterFilter filter) throws SQLException {
        var kind = filter.kind() == null ? null : filter.kind().word();
        statement.setString(first, kind);
        statement.setString(first + 1, kind);
        statement.setString(first + 2, filter.queue());
        statement.setString(first + 3, filter.queue());
        return first + 4;
    }

    private static long number(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Stored> all(PreparedStatement select) throws SQLException {
        var letters = new ArrayList<Stored>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                letters.add(stored(rows));
            }
        }
        return letters;
    }

    private static Stored stored(ResultSet row) throws SQLException {
        var letter = new DeadLetter(
                kind(row.getString("kind")),
                row.getString("reason"),
                row.getString("exception"),
                row.getInt("attempts"),
                row.getString("exchange"),
                row.getString("routing_key"),
                row.getString("queue"),
                row.getObject("replay_of", Long.class),
                properties(row),
                AttributesJson.read(row.getString("headers")),
                row.getBytes("body"));
        var replayedAt = row.getObject("replayed_at", OffsetDateTime.class);
        return new Stored(
                row.getLong("id"),
                row.getObject("dead_lettered_at", OffsetDateTime.class).toInstant(),
                replayedAt == null ? null : replayedAt.toInstant(),
                row.getInt("body_bytes"),
                letter);
    }

    private static MessageProperties properties(ResultSet row) throws SQLException {
        var sentAt = row.getObject("sent_at_seconds", Long.class);
        return new MessageProperties(
                row.getString("message_id"),
                row.getString("type"),
                row.getString("content_type"),
                row.getString("content_encoding"),
                row.getString("correlation_id"),
                row.getString("reply_to"),
                row.getString("app_id"),
                sentAt == null ? null : Instant.ofEpochSecond(sentAt),
                row.getObject("priority", Integer.class));
    }

    /** A word that a later version wrote is none of ours. */
    private static Kind kind(String word) {
        return Kind.named(word).orElse(Kind.OTHER);
    }
}
