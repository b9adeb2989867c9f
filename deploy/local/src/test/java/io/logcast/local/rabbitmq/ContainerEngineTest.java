package io.logcast.local.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerEngineTest {

    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void aPullThatFailedIsNotTriedAgainSoon() throws IOException {
        var engine = new ContainerEngine(engineWithoutRegistry().toString());

        assertThat(engine.pulls(folder, progress::add)).isFalse();
        assertThat(engine.pulls(folder, progress::add)).isFalse();

        assertThat(folder.resolve("calls")).hasContent("pull " + ContainerEngine.IMAGE);
        assertThat(progress.get(progress.size() - 1))
                .contains("trying another way: no such registry (less than an hour ago; to try again, delete ");
    }

    private Path engineWithoutRegistry() throws IOException {
        var engine = Files.createFile(
                folder.resolve("engine"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(engine, """
                #!/bin/sh
                echo "$*" >>%s
                echo no such registry
                exit 125
                """.formatted(folder.resolve("calls")));
    }
}
