package io.logcast.local.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.local.process.Command;
import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastFailureTest {

    private static final LastFailure.Attempt FAILS = () -> {
        throw new LocalProcessException("apt-get failed with status 100:\nW: no network\nE: no such package\n");
    };

    @TempDir
    Path folder;

    private LastFailure failure;
    private int attempts;

    @BeforeEach
    void start() {
        failure = new LastFailure(folder.resolve("state/forky.unavailable"));
    }

    @Test
    void triesNothingSoonAfterAFailureAndNamesItsReason() {
        fail(FAILS);

        assertThatThrownBy(() -> failure.remembering(this::works))
                .hasMessageStartingWith("E: no such package (less than an hour ago; to try again, delete ");
        assertThat(attempts).isZero();
    }

    @Test
    void triesAgainAnHourLaterAndForgetsTheFailure() throws IOException {
        fail(FAILS);
        written(Instant.now().minus(Duration.ofHours(2)));

        failure.remembering(this::works);

        assertThat(attempts).isOne();
        assertThat(failure.file()).doesNotExist();
    }

    @Test
    void triesAgainWhenTheClockWasSetBack() throws IOException {
        fail(FAILS);
        written(Instant.now().plus(Duration.ofHours(2)));

        failure.remembering(this::works);

        assertThat(attempts).isOne();
    }

    @Test
    void doesNotRememberWhatASignalOrAnInterruptEnded() {
        fail(() ->
                Command.run(Duration.ofSeconds(30), "sh", "-c", "kill -TERM $$").orThrow());
        assertThat(failure.file()).doesNotExist();

        Thread.currentThread().interrupt();
        fail(() -> Command.run(Duration.ofSeconds(30), "sleep", "30"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.file()).doesNotExist();
    }

    @Test
    void remembersWhatWasNotDoneInTime() {
        fail(() -> Command.run(Duration.ofMillis(1), "sleep", "30"));

        assertThat(failure.file()).hasContent("sleep 30 was not done in 0 s");
    }

    private void fail(LastFailure.Attempt attempt) {
        assertThatThrownBy(() -> failure.remembering(attempt)).isInstanceOf(LocalProcessException.class);
    }

    private void written(Instant time) throws IOException {
        Files.setLastModifiedTime(failure.file(), FileTime.from(time));
    }

    private void works() {
        attempts++;
    }
}
