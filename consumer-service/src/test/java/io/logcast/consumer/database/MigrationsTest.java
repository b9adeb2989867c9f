package io.logcast.consumer.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger.Level;
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
        var schema = new Schema();
        var migrations =
                new Migrations(Flyway.configure().dataSource(noConnections).load(), schema);
        // When
        var done = migrations.migrate();
        // Then
        assertThat(done).isFalse();
        assertThat(schema.faultLevel()).isEqualTo(Level.DEBUG);
        assertThat(migrations.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(migrations.call().getData().orElseThrow()).containsEntry("state", "no credentials");
    }
}
