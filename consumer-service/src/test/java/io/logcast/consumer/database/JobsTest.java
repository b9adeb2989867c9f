package io.logcast.consumer.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class JobsTest {

    private static final ShutdownEvent STOPPING = new ShutdownEvent();

    @Inject
    BeanManager beans;

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
        var first = firstObserver();
        assertThat(first.getBeanClass()).isEqualTo(Jobs.class);
        // When: the other observers would stop the service of all tests
        tell(first, STOPPING);
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

    /** The first of ours. */
    private ObserverMethod<? super ShutdownEvent> firstObserver() {
        return beans.resolveObserverMethods(STOPPING).stream()
                .filter(observer -> observer.getBeanClass().getPackageName().startsWith("io.logcast"))
                .min(Comparator.comparingInt(ObserverMethod::getPriority))
                .orElseThrow();
    }

    private static <T> void tell(ObserverMethod<T> observer, T event) {
        observer.notify(new EventContext<>() {
            @Override
            public T getEvent() {
                return event;
            }

            @Override
            public EventMetadata getMetadata() {
                throw new UnsupportedOperationException();
            }
        });
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
