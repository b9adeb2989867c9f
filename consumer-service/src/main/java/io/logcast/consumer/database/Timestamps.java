package io.logcast.consumer.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Columns of type {@code timestamptz}. */
public final class Timestamps {

    private Timestamps() {}

    /** A column that is never null. */
    public static Instant of(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A column that may be null. */
    public static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** The value in the driver's type. */
    public static OffsetDateTime value(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
