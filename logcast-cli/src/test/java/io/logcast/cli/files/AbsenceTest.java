package io.logcast.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Files that were rotated while nothing followed them, and inodes that other files had before. */
class AbsenceTest extends FollowedLog {

    @Test
    void filesThatWereRenamedWhileNothingFollowedAreSentInTheirOrder() throws IOException {
        Files.writeString(folder.resolve("app.log.0"), "long ago\n");
        log.append("one\n");
        sendAll();
        log.append("two\n");
        log.rename();
        log.append("three\n");
        log.rename();
        log.append("four\n");
        log.rename();
        log.append("five\n");
        Files.writeString(folder.resolve("app.log.1.gz"), "compressed\n");
        Files.writeString(folder.resolve("app.log.bak"), "another\n");
        Files.writeString(folder.resolve("app-worker2.log"), "of another program\n");

        sendAll();

        assertThat(log.archived()).containsExactly("one", "two", "three", "four", "five");
    }

    @Test
    void aRotatedFileWithTheInodeOfADeletedOneIsSentToo() throws IOException {
        log.append("one\n");
        sendAll();
        log.rename();
        log.append("two\n");
        sendAll();
        log.rename();
        // A file that is overwritten keeps its inode.
        Files.writeString(folder.resolve("app.log.1"), "three\n");
        log.append("four\n");

        sendAll();

        assertThat(log.archived()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aCopyMayOverwriteTheEarlierCopy() throws IOException {
        var copy = folder.resolve("app.log.1");
        log.append("one\n");
        sendAll();
        log.append("two\n");
        Files.write(copy, Files.readAllBytes(log.path()));
        log.truncate();
        log.append("three\n");
        sendAll();
        log.append("four\n");
        Files.write(copy, Files.readAllBytes(log.path()));
        log.truncate();
        log.append("five\n");

        sendAll();

        assertThat(log.archived()).containsExactly("one", "two", "three", "four", "five");
    }

    @Test
    void copiesThatWereMadeWhileNothingFollowedAreSentInTheirOrder() throws IOException {
        log.append("one\n");
        sendAll();
        log.append("two\n");
        log.copyAndTruncate();
        log.append("three\n");
        log.copyAndTruncate();
        log.append("four\n");

        sendAll();

        assertThat(log.archived()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void rotatedFilesAreSentAlsoIfTheCurrentFileHasTheInodeOfTheLastOne() throws IOException {
        log.append("one\n");
        sendAll();
        Files.writeString(folder.resolve("app.log.2"), "two\n");
        Files.writeString(folder.resolve("app.log.1"), "three\n");
        Files.writeString(log.path(), "four\n");

        sendAll();

        assertThat(log.archived()).contains("one", "two", "three").endsWith("four");
    }

    @Test
    void linesOfFilesAtOtherPathsHaveOtherIdsAlsoWithTheSameInodeAndFirstLine() throws IOException {
        log.append("# header\none\n");
        sendAll();
        var other = Files.move(log.path(), folder.resolve("other.csv"));
        Files.writeString(other, "# header\ntwo\n");

        try (var file = FollowedFile.open(other, true, "host", log.state())) {
            log.sendAll(file);
        }

        assertThat(log.archived()).containsExactly("# header", "one", "# header", "two");
    }
}
