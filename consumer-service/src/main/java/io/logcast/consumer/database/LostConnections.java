package io.logcast.consumer.database;

import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.quarkus.agroal.runtime.JdbcDriver;
import io.quarkus.arc.Unremovable;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.jdbc.postgresql.runtime.PostgreSQLAgroalConnectionConfigurer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells the pools after which failures to close a connection. After a failover a connection to the old primary may live
 * on, but it can only read: if it stayed in the pool, it would fail forever.
 */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
@Unremovable
@JdbcDriver(DatabaseKind.POSTGRESQL)
class LostConnections extends PostgreSQLAgroalConnectionConfigurer {

    private static final String CONNECTION_EXCEPTION = "08";
    // read_only_sql_transaction; admin_shutdown, crash_shutdown, cannot_connect_now.
    private static final Set<String> LOST = Set.of("25006", "57P01", "57P02", "57P03");

    @Override
    public void setExceptionSorter(String databaseKind, AgroalDataSourceConfigurationSupplier dataSource) {
        dataSource.connectionPoolConfiguration().exceptionSorter(LostConnections::isLost);
    }

    static boolean isLost(SQLException failure) {
        var state = failure.getSQLState();
        return state != null && (state.startsWith(CONNECTION_EXCEPTION) || LOST.contains(state));
    }
}
