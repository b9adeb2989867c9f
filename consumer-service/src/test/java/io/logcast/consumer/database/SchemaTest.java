package io.logcast.consumer.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

    private final Schema schema = new Schema();

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42703"})
    void whatTheMigrationHasYetToMakeIsNoNews(String state) {
        var missing = new SQLException("missing", state);

        assertThat(schema.levelOf(missing)).isEqualTo(Level.DEBUG);
        assertThat(schema.levelOf(new CompletionException(missing))).isEqualTo(Level.DEBUG);

        schema.migrated();
        assertThat(schema.levelOf(missing)).isEqualTo(Level.WARN);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"53100", "08006", "42501"})
    void otherFaultsAreNewsDuringTheMigrationToo(String state) {
        assertThat(schema.levelOf(new SQLException("disk full", state))).isEqualTo(Level.WARN);
    }

    @Test
    void soAreFaultsThatAreNotOfTheDatabase() {
        assertThat(schema.levelOf(new IllegalStateException("unexpected"))).isEqualTo(Level.WARN);
    }
}
