package io.logcast.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.cli.terminal.CliException;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class FollowedFileTest extends FollowedLog {

    @Test
    void aFileThatDoesNotExistYetIsSentWhenItAppears() throws IOException {
        try (var file = log.follow()) {
            assertThat(file.next()).isNull();
            log.append("");
            assertThat(file.next()).isNull();
            log.append("one\n");

            log.sendAll(file);
        }
        assertThat(log.archived()).containsExactly("one");
    }

    @Test
    void aLineIsSentWhenItIsComplete() throws IOException {
        try (var file = log.follow()) {
            log.append("one\ntw");
            log.sendAll(file);
            assertThat(log.archived()).containsExactly("one");
            log.append("o\nthree\n");
            log.sendAll(file);
        }
        assertThat(log.archived()).containsExactly("one", "two", "three");
    }

    @Test
    void withoutFollowingTheLastLineNeedsNoLineBreak() throws IOException {
        log.append("one\ntw");
        for (int i = 0; i < 2; i++) {
            try (var file = FollowedFile.open(log.path(), false, "host", log.state())) {
                log.sendAll(file);
            }
        }
        assertThat(log.archived()).containsExactly("one", "tw");
    }

    @Test
    void anotherStartGoesOnWhereTheLastOneEnded() throws IOException {
        log.append("one\n");
        sendAll();
        log.append("two\n");

        try (var file = log.follow()) {
            var chunk = file.next();
            assertThat(chunk).isNotNull();
            assertThat(chunk.lines()).hasSize(1);
        }
    }

    @Test
    void theSameLinesHaveTheSameIdsWithoutAnyState() throws IOException {
        log.append("one\n");
        sendAll();
        log.append("two\n");
        try (var states = Files.list(log.state())) {
            for (var state : states.toList()) {
                Files.delete(state);
            }
        }

        sendAll();

        assertThat(log.archived()).containsExactly("one", "two");
    }

    @Test
    void afterARenameTheRestOfTheOldFileComesFirst() throws IOException {
        try (var file = log.follow()) {
            log.append("one\n");
            log.sendAll(file);
            log.append("two\n");
            log.rename();
            log.append("three\n");
            log.sendAll(file);
        }
        assertThat(log.archived()).containsExactly("one", "two", "three");
    }

    @Test
    void aProgramMayWriteToTheRenamedFileForAWhile() throws IOException {
        try (var file = log.follow()) {
            log.append("one\ntw");
            log.sendAll(file);
            log.rename();
            log.append("");
            log.sendAll(file);
            log.appendToRotated("o\nthr");
            log.sendAll(file);
            assertThat(log.archived()).containsExactly("one", "two");

            // Once the program writes to the new file, the old one is complete
            log.append("four\n");
            log.sendAll(file);
            assertThat(log.archived()).containsExactly("one", "two", "thr", "four");

            // Other programs may be late
            log.appendToRotated("late\n");
            log.sendAll(file);
        }
        assertThat(log.archived()).containsExactly("one", "two", "thr", "four", "late");
    }

    @Test
    void afterCopyAndTruncateTheRestOfTheCopyComesFirst() throws IOException {
        try (var file = log.follow()) {
            log.append("# header\none\n");
            log.sendAll(file);
            log.append("two\n");
            log.copyAndTruncate();
            log.append("# header\nuno\nthree\n");
            log.sendAll(file);
            log.copyAndTruncate();
            log.append("# header\n");
            log.sendAll(file);
        }
        assertThat(log.archived()).containsExactly("# header", "one", "two", "# header", "uno", "three", "# header");
    }

    @Test
    void aCopyThatLacksTheLatestLinesIsNotSentAgain() throws IOException {
        log.append("one\n");
        sendAll();
        Files.copy(log.path(), folder.resolve("app.log.8"));
        log.append("two\n");
        sendAll();
        log.truncate();
        sendAll();
        log.append("three\n");
        sendAll();
        log.append("four\n");
        sendAll();

        assertThat(log.archived()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aTruncatedFileThatHasGrownBeyondThePositionIsSentFromItsBeginning() throws IOException {
        try (var file = log.follow()) {
            log.append("# header\none\n");
            log.sendAll(file);
            log.truncate();
            log.append("# header\ntwo two two\n");
            log.sendAll(file);
        }
        assertThat(log.archived()).containsExactly("# header", "one", "# header", "two two two");
    }

    @Test
    void aFileThatReplacesAnotherIsSentFromItsBeginningAlsoWithItsInode() throws IOException {
        try (var file = log.follow()) {
            for (int i = 0; i < 5; i++) {
                log.append("# header\nline " + i + "\n");
                log.sendAll(file);
                // Most file systems give the inode to the next file.
                Files.delete(log.path());
            }
        }
        assertThat(log.archived()).hasSize(10).contains("line 0", "line 1", "line 2", "line 3", "line 4");
    }

    @Test
    void aLineOfALinkedFileIsSentWhenItIsComplete() throws IOException {
        var target = Files.createFile(folder.resolve("app-20260101.log"));
        Files.createSymbolicLink(log.path(), target);
        try (var file = log.follow()) {
            log.append("one\ntw");
            log.sendAll(file);
            log.append("o\n");
            log.sendAll(file);
        }
        assertThat(log.archived()).containsExactly("one", "two");
    }

    @Test
    void aPathIsSentByOneAtATime() throws IOException {
        try (var file = log.follow()) {
            assertThat(file.next()).isNull();
            assertThatThrownBy(log::follow).isInstanceOf(CliException.class).hasMessageContaining("already being sent");
        }
        sendAll();
    }

    @Test
    void aDamagedStateIsToldAndNotOverwritten() throws IOException {
        log.append("one\n");
        sendAll();
        try (var states = Files.list(log.state())) {
            var state = states.filter(path -> path.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(state, "{\"pa");
        }
        assertThatThrownBy(log::follow).isInstanceOf(CliException.class).hasMessageContaining("is damaged");
    }
}
