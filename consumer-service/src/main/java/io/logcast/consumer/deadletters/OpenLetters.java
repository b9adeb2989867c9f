package io.logcast.consumer.deadletters;

import io.logcast.consumer.database.Transactions;
import io.logcast.consumer.deadletters.DeadLetterTable.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The dead letters that have not been replayed: locked, published, and marked in one transaction. */
@ApplicationScoped
class OpenLetters {

    private static final long MAX_REPLAYED_BYTES = 4 * 1024 * 1024;

    // Skips letters that another call is replaying at the moment.
    private static final String LOCK_OPEN = "with locked as materialized (select id from dead_letter"
            + " where replayed_at is null and id > ? and id <= ? and" + DeadLetterRows.MATCHES
            + " order by id limit ? for update skip locked),"
            // As many of these as fit into memory, and at least one.
            + " sized as (select id, sum(octet_length(body)) over (order by id) - octet_length(body) as bytes_before"
            + " from dead_letter join locked using (id))"
            + " select " + DeadLetterRows.COLUMNS + " from dead_letter"
            + " where id in (select id from sized where bytes_before < " + MAX_REPLAYED_BYTES + ") order by id";

    private static final String MARK = "update dead_letter set replayed_at = now() where id = any (?)";

    private final DataSource database;

    OpenLetters(DataSource database) {
        this.database = database;
    }

    /** The letters with ids above {@code after} and up to {@code upTo}. Ids grow in the order of arrival. */
    record Range(long after, long upTo) {}

    /**
     * Publishes the first letters of the range that match and have not been replayed, and marks those that the broker
     * confirmed. Nobody else replays or discards them meanwhile.
     *
     * @param publisher returns the failures, each in the place of its letter; null for a letter that arrived
     * @return the letters that were tried, with or without success, oldest first
     */
    List<Attempt> replay(
            LetterFilter filter, Range range, int limit, Function<List<Stored>, List<@Nullable Throwable>> publisher)
            throws SQLException {
        return Transactions.committed(database, connection -> {
            var letters = lockOpen(connection, filter, range, limit);
            var failures = publisher.apply(letters);
            var attempts = new ArrayList<Attempt>(letters.size());
            for (int i = 0; i < letters.size(); i++) {
                attempts.add(new Attempt(letters.get(i), failures.get(i)));
            }
            mark(connection, attempts);
            return attempts;
        });
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
            select.setInt(DeadLetterRows.set(select, 3, filter), limit);
            return DeadLetterRows.all(select);
        }
    }

    private static void mark(Connection connection, List<Attempt> attempts) throws SQLException {
        var replayed = attempts.stream()
                .filter(attempt -> attempt.failure() == null)
                .map(attempt -> attempt.letter().id())
                .toArray();
        try (var update = connection.prepareStatement(MARK)) {
            update.setArray(1, connection.createArrayOf("bigint", replayed));
            update.executeUpdate();
        }
    }
}
