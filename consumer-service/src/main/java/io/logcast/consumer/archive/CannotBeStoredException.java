package io.logcast.consumer.archive;

import java.sql.SQLException;

/** PostgreSQL refuses the data itself, so trying again would not help. */
public final class CannotBeStoredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotBeStoredException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
