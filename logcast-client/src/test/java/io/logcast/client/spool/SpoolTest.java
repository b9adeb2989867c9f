package io.logcast.client.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
            assertThat(segments()).hasSizeGreaterThan(2);
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
    void dropsARecordThatWasCutAnywhere() throws Exception {
        // Given
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            append(spool, lines(0, 3));
        }
        var file = segments().get(0);
        var whole = Files.readAllBytes(file);
        var last = Segment.HEADER + "line 2".length();
        for (int missing = 1; missing <= last; missing++) {
            // When
            Files.write(file, Arrays.copyOf(whole, whole.length - missing));
            // Then
            try (var spool = new Spool(folder, BOUND, BOUND)) {
                append(spool, List.of("new"));
                assertThat(readAll(spool)).as("%d bytes missing", missing).containsExactly("line 0", "line 1", "new");
            }
        }
    }

    @Test
    void dropsALastRecordWithAnyBrokenByte() throws Exception {
        // Given
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            append(spool, lines(0, 2));
        }
        var file = segments().get(0);
        var whole = Files.readAllBytes(file);
        for (int at = whole.length / 2; at < whole.length; at++) {
            // When
            var broken = whole.clone();
            broken[at] ^= 4;
            Files.write(file, broken);
            // Then
            try (var spool = new Spool(folder, BOUND, BOUND)) {
                assertThat(readAll(spool)).as("byte %d", at).containsExactly("line 0");
            }
        }
    }

    @Test
    void goesOnAfterItsProcessDiedWhileASegmentBegan() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 10));
        }
        Files.write(Segment.path(folder, segments().size() + 1L), new byte[0]);
        // When
        try (var spool = open()) {
            append(spool, lines(10, 30));
            // Then
            assertThat(readAll(spool)).isEqualTo(lines(0, 30));
        }
    }

    @Test
    void deletesSegmentsThatItsProcessCouldNotDeleteAnyMore() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 30));
        }
        var first = Files.readAllBytes(segments().get(0));
        try (var spool = open()) {
            var batch = spool.read(30, 1 << 20, Duration.ZERO);
            spool.acknowledge(batch.end());
        }
        Files.write(Segment.path(folder, 1), first);
        // When
        try (var spool = open()) {
            // Then
            assertThat(readAll(spool)).isEmpty();
            assertThat(segments()).hasSize(1);
            assertThat(spool.pendingBytes()).isZero();
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
    void skipsTheRestOfASegmentThatTheDiskHasDamaged() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 40));
        }
        try (var file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
            file.seek(2 * (Segment.HEADER + "line 0".length()) + Segment.HEADER);
            file.write('X');
        }
        // When
        try (var spool = open()) {
            var lines = readAll(spool);
            // Then
            assertThat(lines).startsWith("line 0", "line 1").endsWith("line 39").doesNotContain("line 2");
            assertThat(spool.damagedBytes()).isPositive();
            assertThat(lines).isSubsetOf(lines(0, 40));
        }
    }

    @Test
    void newLinesAreReadThoughALossOfPowerTookAcknowledgedOnes() throws Exception {
        // Given
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            append(spool, lines(0, 10));
            spool.acknowledge(spool.read(10, 1 << 20, Duration.ZERO).end());
        }
        try (var file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
            file.setLength(20);
        }
        for (int i = 0; i < 2; i++) {
            // When
            try (var spool = new Spool(folder, BOUND, BOUND)) {
                append(spool, i == 0 ? List.of("a", "b") : List.of("c"));
            }
        }
        // Then
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            assertThat(readAll(spool)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void readsAllAgainIfNobodyKnowsWhatWasAcknowledged() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 5));
            spool.acknowledge(spool.read(3, 1 << 20, Duration.ZERO).end());
        }
        Files.write(folder.resolve("acknowledged.v1"), new byte[20]);
        // When
        try (var spool = open()) {
            // Then
            assertThat(readAll(spool)).isEqualTo(lines(0, 5));
        }
    }

    @Test
    void neverUsesTheNumberOfADeletedSegmentAgain() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 30));
            spool.acknowledge(spool.read(30, 1 << 20, Duration.ZERO).end());
        }
        for (var segment : segments()) {
            Files.delete(segment);
        }
        // When
        try (var spool = open()) {
            append(spool, List.of("new"));
            // Then
            assertThat(readAll(spool)).containsExactly("new");
        }
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

    private Spool open() throws IOException {
        return new Spool(folder, BOUND, SEGMENT);
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> Segment.number(file).isPresent())
                    .sorted()
                    .toList();
        }
    }

    private long sizeOfSegments() throws IOException {
        var size = 0L;
        for (var segment : segments()) {
            size += Files.size(segment);
        }
        return size;
    }

    private static void append(Spool spool, List<String> lines) throws IOException {
        for (var line : lines) {
            assertThat(spool.append(bytes(line))).isTrue();
        }
    }

    static List<String> readAll(Spool spool) throws Exception {
        var lines = new ArrayList<String>();
        while (true) {
            var batch = spool.read(7, 100, Duration.ZERO);
            if (batch.isEmpty()) {
                return lines;
            }
            batch.lines().forEach(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        }
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
