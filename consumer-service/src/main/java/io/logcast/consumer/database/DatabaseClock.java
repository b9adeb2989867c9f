package io.logcast.consumer.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Compares the database's clock with the service's: if one is wrong, deletion by age would delete too much. */
@ApplicationScoped
public class DatabaseClock {

    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    private static final Duration TOLERANCE = Duration.ofMinutes(3);

    private final DataSource database;
    private final Clock clock;

    public DatabaseClock(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether both clocks agree within three minutes. */
    public boolean agrees() throws SQLException {
        var difference = Duration.between(clock.instant(), now());
        if (difference.abs().compareTo(TOLERANCE) <= 0) {
            return true;
        }
        LOG.warnf("Nothing is deleted by age: the database's clock differs from this service's by %s", difference);
        return false;
    }

    private Instant now() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select clock_timestamp()");
                var row = select.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
