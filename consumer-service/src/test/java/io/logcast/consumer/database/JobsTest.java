package io.logcast.consumer.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class JobsTest {

    @Inject
    Jobs jobs;

    @Inject
    Scheduler scheduler;

    @Inject
    Flyway flyway;

    @AfterEach
    void resume() {
        scheduler.resume();
    }

    @Test
    void startNoMoreOnceTheServiceStops() {
        // Given
        assertThat(scheduler.isRunning()).isTrue();
        // When
        jobs.stop(new ShutdownEvent());
        // Then
        assertThat(scheduler.isRunning()).isFalse();
    }

    @Test
    void runOnceALaterAttemptOfTheMigrationSucceeds() {
        // Given
        var database = new LateDatabase();
        var schema = new Schema();
        var migrations = new Migrations(
                Flyway.configure()
                        .configuration(flyway.getConfiguration())
                        .dataSource(database)
                        .load(),
                schema);
        assertThat(migrations.migrate()).isFalse();
        assertThat(schema.isUpToDate()).isFalse();
        // When
        database.isThere = true;
        // Then
        assertThat(migrations.migrate()).isTrue();
        assertThat(schema.isUpToDate()).isTrue();
    }

    /** Refuses connections at first. */
    private static final class LateDatabase extends PGSimpleDataSource {

        private boolean isThere;

        @Override
        public Connection getConnection() throws SQLException {
            if (!isThere) {
                throw new SQLException("refused");
            }
            return TestDatabase.get().connect();
        }
    }
}
