package io.logcast.consumer;

import io.logcast.testing.TestDatabase;
import java.sql.SQLException;

/** The table that takes new events in the shared database. */
public final class LastPart {

    private LastPart() {}

    public static String name() throws SQLException {
        try (var connection = TestDatabase.get().connect();
                var row = connection
                        .createStatement()
                        .executeQuery("select 'log_event_' || max(number) from log_event_part")) {
            row.next();
            return row.getString(1);
        }
    }
}
