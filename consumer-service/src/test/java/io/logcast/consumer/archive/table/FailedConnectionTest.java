package io.logcast.consumer.archive.table;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.consumer.archive.parts.Parts;
import io.logcast.consumer.archive.parts.SealedParts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class FailedConnectionTest {

    @Test
    void isNeverTakenForBadData() {
        // Given
        var connections = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() {
                throw new IllegalStateException("no credentials");
            }
        };
        var events = new LogEventTable(connections, new SealedParts(new Parts(connections), new SimpleMeterRegistry()));
        // Then
        assertThatThrownBy(() -> events.insertIfAbsent(List.of(event())))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("08001"));
    }
}
