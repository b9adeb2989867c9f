package io.logcast.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void fillsAFolderOnceHoweverManyAskAtATime() {
        var fills = new AtomicInteger();

        IntStream.range(0, 8)
                .parallel()
                .forEach(i -> Folders.filledOnce(folder.resolve("root"), draft -> {
                    fills.incrementAndGet();
                    Files.writeString(draft.resolve("file"), "content");
                }));

        assertThat(fills).hasValue(1);
        assertThat(folder.resolve("root/file")).hasContent("content");
    }

    @Test
    void aFolderThatCouldNotBeFilledIsNotThereAndTheNextAttemptStartsAfresh() {
        var root = folder.resolve("root");
        assertThatThrownBy(() -> Folders.filledOnce(root, draft -> {
                    Files.writeString(draft.resolve("half"), "");
                    throw new IOException("no space left");
                }))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("no space left");
        assertThat(root).doesNotExist();

        Folders.filledOnce(root, draft -> Files.writeString(draft.resolve("whole"), ""));

        assertThat(root).isDirectoryNotContaining("glob:**/half").isDirectoryContaining("glob:**/whole");
    }

    @Test
    void anAttemptDoesNotMeetTheFilesOfOneThatWasKilled() throws IOException {
        var leftover = Files.createDirectories(folder.resolve("root.draft-of-a-killed-one"));
        Files.createFile(leftover.resolve("half"));

        Folders.filledOnce(folder.resolve("root"), draft -> {
            assertThat(draft).isEmptyDirectory().isNotEqualTo(leftover);
            Files.createFile(draft.resolve("whole"));
        });

        assertThat(leftover).doesNotExist();
    }

    @Test
    void findsTheProjectsRoot() {
        assertThat(Folders.projectRoot().resolve("mvnw")).exists();
    }
}
