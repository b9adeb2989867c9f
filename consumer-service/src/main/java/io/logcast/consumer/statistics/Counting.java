package io.logcast.consumer.statistics;

import io.logcast.consumer.archive.table.ArchivedTimes;
import io.logcast.consumer.archive.table.Breakdown;
import io.logcast.consumer.database.Transactions;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.search.SearchConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Counts the events of a filter within the time budget of a search. */
@ApplicationScoped
class Counting {

    private final DataSource database;
    private final Clock clock;
    private final Duration budget;

    Counting(@io.quarkus.agroal.DataSource("search") DataSource database, Clock clock, SearchConfig config) {
        this.database = database;
        this.clock = clock;
        this.budget = config.timeBudget();
    }

    /** The deadline of an answer that begins now. */
    Deadline deadline() {
        return new Deadline(budget);
    }

    /**
     * Counts the events of each pair of the breakdown until the time is up; {@link Tally#relation} says whether all
     * were counted.
     */
    Tally count(LogFilter filter, Breakdown breakdown, Deadline deadline) throws SQLException {
        return Transactions.committed(database, connection -> {
            var tally = new Tally();
            new EventCounts(connection, breakdown, deadline, tally).count(filter);
            return tally;
        });
    }

    /**
     * The times of the filter. Without {@code from} they begin with the first archived event; without {@code to} they
     * end now, or with the last event if that is later.
     */
    TimeRange range(LogFilter filter, Deadline deadline) throws SQLException {
        var from = filter.from();
        var to = filter.to();
        if (from != null && to != null) {
            return new TimeRange(from, to);
        }
        var now = clock.instant();
        return Transactions.committed(database, connection -> {
            deadline.limit(connection, 1);
            var time = filter.time();
            return new TimeRange(
                    from != null ? from : ArchivedTimes.first(connection, time).orElse(now),
                    to != null
                            ? to
                            : ArchivedTimes.lastSince(connection, time, now)
                                    .map(last -> last.plusNanos(1))
                                    .orElse(now));
        });
    }
}
