package io.logcast.consumer.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class MigrationsTest {

    @Test
    void tryAgainWhateverFailed() {
        // Given
        var noConnections = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() {
                throw new IllegalStateException("no credentials");
            }
        };
        var migrations =
                new Migrations(Flyway.configure().dataSource(noConnections).load());
        // When
        var done = migrations.migrate();
        // Then
        assertThat(done).isFalse();
        assertThat(migrations.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(migrations.call().getData().orElseThrow()).containsEntry("state", "no credentials");
    }
}
