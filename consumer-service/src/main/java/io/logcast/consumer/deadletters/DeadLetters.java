package io.logcast.consumer.deadletters;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code dead_letter}. */
@ApplicationScoped
class DeadLetters {

    private static final String COLUMNS =
            "id, dead_lettered_at, reason, exception, attempts, exchange, routing_key, queue,"
                    + " message_id, type, body";

    private final DataSource database;

    DeadLetters(DataSource database) {
        this.database = database;
    }

    /** A row of the table. */
    record Stored(long id, Instant at, DeadLetter letter) {}

    /** Stores it, committed when this returns. */
    void insert(DeadLetter letter) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into dead_letter (reason, exception, attempts, exchange, routing_key, queue, message_id,"
                                + " type, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, storable(letter.reason()));
            insert.setString(2, storable(letter.exception()));
            insert.setInt(3, letter.attempts());
            insert.setString(4, storable(letter.exchange()));
            insert.setString(5, storable(letter.routingKey()));
            insert.setString(6, storable(letter.queue()));
            insert.setString(7, storable(letter.messageId()));
            insert.setString(8, storable(letter.type()));
            insert.setBytes(9, letter.body());
            insert.executeUpdate();
        }
    }

    /** AMQP's texts may have a NUL, PostgreSQL's may not; nothing else in a dead letter can be refused. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '?');
    }

    /** At most {@code limit} of those before {@code id}, newest first. */
    List<Stored> before(long id, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select " + COLUMNS + " from dead_letter where id < ? order by id desc limit ?")) {
            select.setLong(1, id);
            select.setInt(2, limit);
            var letters = new ArrayList<Stored>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    letters.add(stored(rows));
                }
            }
            return letters;
        }
    }

    /** The one of that id. */
    Optional<Stored> find(long id) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select " + COLUMNS + " from dead_letter where id = ?")) {
            select.setLong(1, id);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(stored(row)) : Optional.empty();
            }
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        var letter = new DeadLetter(
                row.getString("reason"),
                row.getString("exception"),
                row.getInt("attempts"),
                row.getString("exchange"),
                row.getString("routing_key"),
                row.getString("queue"),
                row.getString("message_id"),
                row.getString("type"),
                row.getBytes("body"));
        var at = row.getObject("dead_lettered_at", OffsetDateTime.class);
        return new Stored(row.getLong("id"), at.toInstant(), letter);
    }
}
