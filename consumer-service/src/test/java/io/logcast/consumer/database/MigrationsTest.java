package io.logcast.consumer.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
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
        var schema = new Schema();
        var migrations =
                new Migrations(Flyway.configure().dataSource(noConnections).load(), schema);
        // When
        var done = migrations.migrate();
        // Then
        assertThat(done).isFalse();
        assertThat(migrations.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(migrations.call().getData().orElseThrow()).containsEntry("state", "no credentials");
    }

    @Test
    void triesAgainAfterAnErrorToo() {
        // Given
        var broken = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() {
                throw new NoClassDefFoundError("a/driver");
            }
        };
        var migrations = new Migrations(Flyway.configure().dataSource(broken).load(), new Schema());
        // Then
        assertThat(migrations.migrate()).isFalse();
        assertThat(migrations.call().getData().orElseThrow()).containsEntry("state", "a/driver");
    }

    @Test
    void theSameReasonIsNewsOnceAMinute() {
        // Given
        var migrations = new Migrations(Flyway.configure().load(), new Schema());
        var start = Long.MAX_VALUE;
        // Then
        assertThat(migrations.isNews("away", start)).isTrue();
        assertThat(migrations.isNews("away", start + SECONDS.toNanos(59))).isFalse();
        assertThat(migrations.isNews("away", start + SECONDS.toNanos(61))).isTrue();
        assertThat(migrations.isNews("away", start + SECONDS.toNanos(62))).isFalse();
        assertThat(migrations.isNews("refused", start + SECONDS.toNanos(63))).isTrue();
    }

    @Test
    void theReasonNamesACauseWithoutAMessage() {
        var failure = new IllegalStateException("\nUnable to connect\n----", new EOFException());

        assertThat(Migrations.reason(failure)).isEqualTo("Unable to connect: java.io.EOFException");
        assertThat(Migrations.reason(new EOFException())).isEqualTo("java.io.EOFException");
    }
}
