package io.logcast.consumer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.consumer.database.Schema;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreRetryTest {

    private final StoreRetry retry = new StoreRetry(new Schema());
    private final AtomicInteger attempts = new AtomicInteger();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08006", "57P01", "53300", "40P01", "42P01"})
    void triesAgainWhileTheDatabaseIsNotItself(String state) {
        // Then
        assertThatCode(() -> retry.untilStored(() -> failTwiceWith(state))).doesNotThrowAnyException();
        assertThat(attempts).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22P02", "23514", "54000"})
    void givesUpOnDataThatTheDatabaseRefuses(String state) {
        // Then
        assertThatThrownBy(() -> retry.untilStored(() -> failTwiceWith(state)))
                .isInstanceOf(CannotBeStoredException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void endsWhenTheServiceStops() {
        // Given
        Thread.currentThread().interrupt();
        // Then
        assertThatThrownBy(() -> retry.untilStored(() -> failTwiceWith("08006")))
                .isInstanceOf(InterruptedException.class);
    }

    private void failTwiceWith(String state) throws SQLException {
        if (attempts.incrementAndGet() <= 2) {
            throw new SQLException("refused", state);
        }
    }
}
