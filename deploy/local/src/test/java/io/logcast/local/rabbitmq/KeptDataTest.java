package io.logcast.local.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDataTest {
    private static final RabbitVersion NEW = new RabbitVersion(4, 3, 6);
    private static final RabbitVersion OLD = new RabbitVersion(3, 10, 8);

    @TempDir
    Path folder;

    private KeptData data;

    @BeforeEach
    void keep() {
        data = new KeptData(folder.resolve("node"));
    }

    @Test
    void nothingIsUnseenInANewFolderOrByTheOnlySeries() throws IOException {
        assertThat(data.unseenBy(data.of(NEW))).isEmpty();
        Files.createDirectories(data.of(NEW));
        Files.createFile(data.folder().resolve("rabbitmq.log"));

        assertThat(data.unseenBy(data.of(NEW))).isEmpty();
        assertThat(data.has("4.3")).isTrue();
        assertThat(data.has("3.10")).isFalse();
    }

    @Test
    void eachSeriesNamesTheOtherAndHowToRunIt() throws IOException {
        Files.createDirectories(data.of(NEW));
        Files.createDirectories(data.of(OLD));

        assertThat(data.unseenBy(data.of(NEW)))
                .containsExactly("Messages of RabbitMQ 3.10 may wait in " + data.of(OLD)
                        + ". To use them, set LOGCAST_RABBITMQ_DEBIAN=bookworm");
        assertThat(data.unseenBy(data.of(OLD)))
                .containsExactly("Messages of RabbitMQ 4.3 may wait in " + data.of(NEW)
                        + ". To use them, set LOGCAST_RABBITMQ_DEBIAN=forky");
    }

    @Test
    void anEntryCountsOnceABrokerHasStartedWithIt() {
        data.starting(data.of(OLD));

        assertThat(data.has("3.10")).isFalse();
        assertThat(data.unseenBy(data.of(NEW))).isEmpty();

        data.started(data.of(OLD));
        assertThat(data.has("3.10")).isTrue();

        data.starting(data.of(OLD));
        assertThat(data.has("3.10")).as("a later start that may fail").isTrue();
    }

    @Test
    void aStartFailsIfItsEntryCannotCount() throws IOException {
        // Given: a folder that is not empty cannot be deleted as a file
        var entry = data.of(NEW);
        Files.createDirectories(
                entry.resolveSibling(entry.getFileName() + ".first-start").resolve("file"));
        // Then
        assertThatThrownBy(() -> data.started(entry))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("first-start could not be deleted");
    }

    @Test
    void containersHaveVolumesOfTheirOwn() throws IOException {
        var volume = data.inVolumeOf(new ContainerEngine("podman"));
        Files.createDirectories(volume);

        assertThat(data.has("4.3")).isTrue();
        assertThat(data.unseenBy(volume)).isEmpty();
        assertThat(data.unseenBy(data.of(NEW)))
                .containsExactly(
                        "Messages of RabbitMQ 4.3 may wait in " + volume + ". To use them, start the engine of podman");
    }
}
