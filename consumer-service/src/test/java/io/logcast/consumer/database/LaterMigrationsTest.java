package io.logcast.consumer.database;

import static io.logcast.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class LaterMigrationsTest {

    @Inject
    Flyway flyway;

    @AfterEach
    void forgetThem() throws Exception {
        execute("delete from flyway_schema_history where version = '9999'");
    }

    @Test
    void doNotKeepAReplicaOfThisReleaseFromStarting() throws Exception {
        // Given
        execute("insert into flyway_schema_history select installed_rank + 1, '9999', 'of a later release', 'SQL',"
                + " 'V9999__later.sql', 1, installed_by, now(), 1, true from flyway_schema_history"
                + " order by installed_rank desc limit 1");
        // When
        var result = flyway.migrate();
        // Then
        assertThat(result.success).isTrue();
        assertThat(result.migrationsExecuted).isZero();
    }
}
