package io.logcast.consumer.deadletters;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code dead_letter}. */
@ApplicationScoped
public class DeadLetterTable {

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
     * @param replayedAt null while the letter waits to be replayed or discarded
     * @param bodyBytes the body's length, also if the letter has no body here
     */
    public record Stored(long id, Instant at, @Nullable Instant replayedAt, int bodyBytes, DeadLetter letter) {

        Stored with(DeadLetter other) {
            return new Stored(id, at, replayedAt, bodyBytes, other);
        }
    }

    /** Stores it, committed when this returns. */
    void insert(DeadLetter letter) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(DeadLetterRows.INSERT)) {
            DeadLetterRows.set(insert, letter);
            insert.executeUpdate();
        }
    }

    /**
     * At most {@code limit} letters before {@code id}, either only replayed ones or only others, newest first, without
     * bodies and with long texts shortened.
     */
    List<Stored> before(long id, LetterFilter filter, boolean replayed, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select " + DeadLetterRows.SHORT
                        + " from dead_letter where id < ?" + " and (replayed_at is not null) = ? and"
                        + DeadLetterRows.MATCHES + " order by id desc limit ?")) {
            select.setLong(1, id);
            select.setBoolean(2, replayed);
            select.setInt(DeadLetterRows.set(select, 3, filter), limit);
            return DeadLetterRows.all(select);
        }
    }

    /** The letter with this id, with at most the first 2 MiB of its body. */
    Optional<Stored> find(long id) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select " + DeadLetterRows.SHOWN + " from dead_letter where id = ?")) {
            select.setLong(1, id);
            return DeadLetterRows.all(select).stream().findFirst();
        }
    }

    /** At most {@code limit} letters with the event, newest first, without bodies and with long texts shortened. */
    public List<Stored> ofEvent(UUID eventId, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select " + DeadLetterRows.SHORT
                        + " from dead_letter where event_ids @> array[?]::uuid[] order by id desc limit ?")) {
            select.setObject(1, eventId);
            select.setInt(2, limit);
            return DeadLetterRows.all(select);
        }
    }

    /** The id of the newest letter; 0 without any. */
    long newest() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select coalesce(max(id), 0) from dead_letter")) {
            return number(select);
        }
    }

    /** How many letters of the range have not been replayed. */
    long countOpen(LetterFilter filter, OpenLetters.Range range) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select count(*) from dead_letter where replayed_at is null"
                        + " and id > ? and id <= ? and" + DeadLetterRows.MATCHES)) {
            select.setLong(1, range.after());
            select.setLong(2, range.upTo());
            DeadLetterRows.set(select, 3, filter);
            return number(select);
        }
    }

    /** How many letters of each kind have not been replayed. */
    Map<Kind, Long> countOpen() throws SQLException {
        var counts = new EnumMap<Kind, Long>(Kind.class);
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select kind, count(*) from dead_letter where replayed_at is null group by kind");
                var rows = select.executeQuery()) {
            while (rows.next()) {
                counts.merge(DeadLetterRows.kind(rows.getString(1)), rows.getLong(2), Long::sum);
            }
        }
        return counts;
    }

    /** Deletes the letter; empty if it does not exist. */
    Optional<Kind> delete(long id) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from dead_letter where id = ? returning kind")) {
            delete.setLong(1, id);
            try (var rows = delete.executeQuery()) {
                return rows.next() ? Optional.of(DeadLetterRows.kind(rows.getString(1))) : Optional.empty();
            }
        }
    }

    /** Deletes those that have not been replayed, and returns how many of each kind. */
    Map<Kind, Long> deleteOpen(LetterFilter filter) throws SQLException {
        var counts = new EnumMap<Kind, Long>(Kind.class);
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(
                        "with deleted as (delete from dead_letter where replayed_at is null and"
                                + DeadLetterRows.MATCHES
                                + " returning kind) select kind, count(*) from deleted group by kind")) {
            DeadLetterRows.set(delete, 1, filter);
            try (var rows = delete.executeQuery()) {
                while (rows.next()) {
                    counts.merge(DeadLetterRows.kind(rows.getString(1)), rows.getLong(2), Long::sum);
                }
            }
        }
        return counts;
    }

    /** Deletes at most {@code limit} letters that were replayed longer ago than {@code age}, and returns how many. */
    int deleteReplayedBefore(Duration age, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(DELETE_REPLAYED)) {
            delete.setLong(1, age.toSeconds());
            delete.setInt(2, limit);
            return delete.executeUpdate();
        }
    }

    private static long number(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
