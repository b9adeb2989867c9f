package io.logcast.client.spool;

import static io.logcast.client.spool.SpoolProbe.append;
import static io.logcast.client.spool.SpoolProbe.bytes;
import static io.logcast.client.spool.SpoolProbe.lines;
import static io.logcast.client.spool.SpoolProbe.readAll;
import static io.logcast.client.spool.SpoolProbe.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final long BOUND = 4096;
    private static final long SEGMENT = 256;

    @TempDir
    Path folder;

    @Test
    void returnsLinesInOrderAcrossSegments() throws Exception {
        // Given
        try (var spool = open()) {
            var lines = lines(0, 50);
            // When
            append(spool, lines);
            // Then
            assertThat(segments(folder)).hasSizeGreaterThan(2);
            assertThat(readAll(spool)).isEqualTo(lines);
        }
    }

    @Test
    void readsAgainWhatWasNotAcknowledged() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 30));
            spool.acknowledge(spool.read(12, 1 << 20, Duration.ZERO).end());
            readAll(spool);
        }
        // When
        try (var spool = open()) {
            append(spool, lines(30, 33));
            // Then
            assertThat(readAll(spool)).isEqualTo(lines(12, 33));
        }
    }

    @Test
    void leavesNoLineOnDiskOnceAllAreAcknowledged() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 30));
            spool.acknowledge(spool.read(30, 1 << 20, Duration.ZERO).end());
            assertThat(sizeOfSegments()).isPositive();
        }
        // Then
        assertThat(segments(folder)).isEmpty();
        try (var spool = open()) {
            append(spool, lines(30, 33));
            assertThat(readAll(spool)).isEqualTo(lines(30, 33));
        }
        try (var spool = open()) {
            assertThat(readAll(spool)).isEqualTo(lines(30, 33));
        }
    }

    @Test
    void isFullAtItsBoundUntilLinesAreAcknowledged() throws Exception {
        // Given
        try (var spool = open()) {
            var appended = 0;
            while (spool.append(bytes("line " + appended))) {
                appended++;
            }
            assertThat(sizeOfSegments()).isBetween(BOUND - 32, BOUND);
            // When
            spool.acknowledge(spool.read(appended / 2, 1 << 20, Duration.ZERO).end());
            // Then
            var more = appended;
            while (spool.append(bytes("line " + more))) {
                more++;
            }
            assertThat(more - appended).isGreaterThan(appended / 3);
            assertThat(sizeOfSegments()).isLessThanOrEqualTo(BOUND);
            assertThat(readAll(spool)).isEqualTo(lines(appended / 2, more));
        }
    }

    @Test
    void takesLinesAgainOnceThoseOfALargerBoundAreAcknowledged() throws Exception {
        // Given
        try (var spool = new Spool(folder, 4 * BOUND, 4 * BOUND)) {
            append(spool, lines(0, 500));
            assertThat(sizeOfSegments()).isGreaterThan(BOUND);
            spool.acknowledge(spool.read(499, 1 << 20, Duration.ZERO).end());
        }
        try (var spool = open()) {
            assertThat(spool.append(bytes("too early"))).isFalse();
            // When
            var last = spool.read(500, 1 << 20, Duration.ZERO);
            spool.acknowledge(last.end());
            // Then
            assertThat(last.lines()).hasSize(1);
            append(spool, lines(500, 510));
            assertThat(readAll(spool)).isEqualTo(lines(500, 510));
        }
    }

    @Test
    void takesLinesAtOnceIfAllOfALargerBoundWereAcknowledged() throws Exception {
        // Given
        var killed = folder.resolve("killed");
        try (var spool = new Spool(folder, 4 * BOUND, 4 * BOUND)) {
            append(spool, lines(0, 500));
            spool.acknowledge(spool.read(500, 1 << 20, Duration.ZERO).end());
            // A process that ends as it should would delete the segment.
            Files.createDirectory(killed);
            for (var name : List.of(
                    "acknowledged.v1", segments(folder).get(0).getFileName().toString())) {
                Files.copy(folder.resolve(name), killed.resolve(name));
            }
        }
        // When
        try (var spool = new Spool(killed, BOUND, SEGMENT)) {
            append(spool, lines(500, 510));
            // Then
            assertThat(readAll(spool)).isEqualTo(lines(500, 510));
        }
    }

    @Test
    void belongsToOneAtATime() throws Exception {
        try (var spool = open()) {
            // When
            assertThatThrownBy(this::open)
                    .isInstanceOf(SpoolInUseException.class)
                    .hasMessageContaining("in use");
            assertThatThrownBy(this::open).isInstanceOf(SpoolInUseException.class);
            // Then
            assertThat(spool.append(bytes("still here"))).isTrue();
        }
        open().close();
    }

    @Test
    void anInterruptHarmsNoFile() throws Exception {
        try (var spool = open()) {
            // When
            Thread.currentThread().interrupt();
            append(spool, lines(0, 30));
            // Then
            assertThat(Thread.interrupted()).isTrue();
            assertThat(readAll(spool)).isEqualTo(lines(0, 30));
        }
    }

    @Test
    void refusesWhatIsNotALine() throws Exception {
        try (var spool = open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> spool.append(bytes("a\nb")));
            assertThatIllegalArgumentException().isThrownBy(() -> spool.append(bytes("a\r")));
            assertThatIllegalArgumentException().isThrownBy(() -> spool.append(new byte[0]));
            assertThatIllegalArgumentException().isThrownBy(() -> spool.append(new byte[Spool.MAX_LINE_BYTES + 1]));
        }
    }

    @Test
    void saysThatItIsClosed() throws Exception {
        // Given
        var spool = open();
        // When
        spool.close();
        spool.close();
        // Then
        assertThatIOException().isThrownBy(() -> spool.append(bytes("late"))).withMessageContaining("closed");
        assertThat(spool.read(1, 1, Duration.ofMinutes(1)).lines()).isEmpty();
    }

    @Test
    void refusesABoundThatIsTooSmall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spool.open(folder, Spool.MIN_BYTES - 1))
                .withMessageContaining("bound");
    }

    @Test
    void theDirectoryIsItsOwnersAlone() throws Exception {
        // When
        var directory = folder.resolve("a/b");
        Spool.open(directory, Spool.MIN_BYTES).close();
        // Then
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(directory)).hasSize(3);
        }
    }

    @Test
    void theLinesAreTheirOwnersAloneInAFolderThatOthersCanRead() throws Exception {
        // Given
        var directory = Files.createDirectory(folder.resolve("shared"));
        // When
        try (var spool = new Spool(directory, BOUND, SEGMENT)) {
            append(spool, lines(0, 30));
            // Then
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                assertThat(segments(directory))
                        .hasSizeGreaterThan(1)
                        .allSatisfy(segment -> assertThat(Files.getPosixFilePermissions(segment))
                                .containsExactlyInAnyOrder(
                                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            }
        }
    }

    private Spool open() throws IOException {
        return new Spool(folder, BOUND, SEGMENT);
    }

    private long sizeOfSegments() throws IOException {
        var size = 0L;
        for (var segment : segments(folder)) {
            size += Files.size(segment);
        }
        return size;
    }
}
