package io.logcast.consumer.deadletters;

import io.logcast.consumer.database.Timestamps;
import io.logcast.consumer.deadletters.DeadLetterTable.Stored;
import io.logcast.model.wire.AttributesJson;
import io.logcast.rabbitmq.messages.MessageProperties;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the table {@code dead_letter}: their columns, written and read. */
final class DeadLetterRows {

    /** All columns of a letter. */
    static final String COLUMNS =
            "id, dead_lettered_at, replayed_at, kind, reason, exception, attempts, exchange, routing_key, queue,"
                    + " replay_of, message_id, type, content_type, content_encoding, correlation_id, reply_to, app_id,"
                    + " sent_at_seconds, priority, headers, octet_length(body) as body_bytes, body";

    /** Without the body, and long texts shortened. */
    // A page could have any size if it contained bodies, or long texts that others wrote into a message's headers.
    static final String SHORT = "id, dead_lettered_at, replayed_at, kind, left(reason, 1000) as reason,"
            + " left(exception, 300) as exception, attempts, exchange, routing_key, queue, replay_of, message_id, type,"
            + " content_type, content_encoding, correlation_id, reply_to, app_id, sent_at_seconds, priority,"
            + " '{}' as headers, octet_length(body) as body_bytes, ''::bytea as body";

    // Enough for our largest message. A foreign message can be larger than an answer should be.
    private static final int MAX_SHOWN_BYTES = 2 * 1024 * 1024;
    static final String SHOWN =
            COLUMNS.replaceFirst("body$", "substring(body from 1 for " + MAX_SHOWN_BYTES + ") as body");

    /** The condition of a {@link LetterFilter}. */
    static final String MATCHES = " (?::text is null or kind = ?) and (?::text is null or queue = ?)";

    static final String INSERT = """
            insert into dead_letter (kind, reason, exception, attempts, exchange, routing_key, queue, replay_of,
                                     message_id, type, content_type, content_encoding, correlation_id, reply_to,
                                     app_id, sent_at_seconds, priority, headers, event_ids, body)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?)""";

    private DeadLetterRows() {}

    /** Sets the parameters of {@link #INSERT}. */
    static void set(PreparedStatement insert, DeadLetter letter) throws SQLException {
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
                19,
                insert.getConnection().createArrayOf("uuid", letter.eventIds().toArray()));
        insert.setBytes(20, letter.body());
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

    /**
     * The text without NUL, which AMQP allows and PostgreSQL does not. PostgreSQL can refuse nothing else in a dead
     * letter.
     */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '?');
    }

    /** Sets the filter's values, and returns the index of the next parameter. */
    static int set(PreparedStatement statement, int first, LetterFilter filter) throws SQLException {
        var kind = filter.kind() == null ? null : filter.kind().word();
        statement.setString(first, kind);
        statement.setString(first + 1, kind);
        statement.setString(first + 2, filter.queue());
        statement.setString(first + 3, filter.queue());
        return first + 4;
    }

    /** All rows of the query, in its order. */
    static List<Stored> all(PreparedStatement select) throws SQLException {
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
        return new Stored(
                row.getLong("id"),
                Timestamps.of(row, "dead_lettered_at"),
                Timestamps.orNull(row, "replayed_at"),
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

    /** {@link Kind#OTHER} for a word that only a later release knows. */
    static Kind kind(String word) {
        return Kind.named(word).orElse(Kind.OTHER);
    }
}
