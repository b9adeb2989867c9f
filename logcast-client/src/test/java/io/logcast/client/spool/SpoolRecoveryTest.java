package io.logcast.client.spool;

import static io.logcast.client.spool.SpoolProbe.append;
import static io.logcast.client.spool.SpoolProbe.lines;
import static io.logcast.client.spool.SpoolProbe.readAll;
import static io.logcast.client.spool.SpoolProbe.segments;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process, a disk or a loss of power can leave behind. */
class SpoolRecoveryTest {

    private static final long BOUND = 4096;
    private static final long SEGMENT = 256;

    @TempDir
    Path folder;

    @Test
    void findsItsSegmentsInALocaleWithOtherDigits() throws Exception {
        var before = Locale.getDefault();
        try {
            // Given
            Locale.setDefault(Locale.forLanguageTag("fa-IR-u-nu-arabext"));
            try (var spool = open()) {
                append(spool, lines(0, 3));
            }
            // When
            try (var spool = open()) {
                // Then
                assertThat(readAll(spool)).isEqualTo(lines(0, 3));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void goesOnAfterASegmentThatSomebodyHasDeleted() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 40));
            Files.delete(segments(folder).get(0));
            // When
            var lines = readAll(spool);
            // Then
            assertThat(lines).isNotEmpty().endsWith("line 39").doesNotContain("line 0");
            assertThat(spool.damagedBytes()).isPositive();
        }
    }

    @Test
    void countsWhatItCutsOff() throws Exception {
        // Given
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            append(spool, lines(0, 2));
        }
        var file = segments(folder).get(0);
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        // When
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            // Then
            assertThat(spool.damagedBytes()).isEqualTo(Segment.HEADER + "line 1".length() - 1L);
        }
    }

    @Test
    void dropsARecordThatWasCutAnywhere() throws Exception {
        // Given
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            append(spool, lines(0, 3));
        }
        var file = segments(folder).get(0);
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
        var file = segments(folder).get(0);
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
        Files.write(Segment.path(folder, segments(folder).size() + 1L), new byte[0]);
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
        var first = Files.readAllBytes(segments(folder).get(0));
        try (var spool = open()) {
            var batch = spool.read(30, 1 << 20, Duration.ZERO);
            spool.acknowledge(batch.end());
        }
        Files.write(Segment.path(folder, 1), first);
        // When
        try (var spool = open()) {
            // Then
            assertThat(readAll(spool)).isEmpty();
            assertThat(segments(folder)).hasSize(1);
            assertThat(spool.pendingBytes()).isZero();
        }
    }

    @Test
    void skipsTheRestOfASegmentThatTheDiskHasDamaged() throws Exception {
        // Given
        try (var spool = open()) {
            append(spool, lines(0, 40));
        }
        try (var file = new RandomAccessFile(segments(folder).get(0).toFile(), "rw")) {
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
        Path segment;
        byte[] onDisk;
        try (var spool = new Spool(folder, BOUND, BOUND)) {
            append(spool, lines(0, 10));
            spool.acknowledge(spool.read(10, 1 << 20, Duration.ZERO).end());
            segment = segments(folder).get(0);
            onDisk = Arrays.copyOf(Files.readAllBytes(segment), 20);
        }
        Files.write(segment, onDisk);
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
        for (var segment : segments(folder)) {
            Files.delete(segment);
        }
        // When
        try (var spool = open()) {
            append(spool, List.of("new"));
            // Then
            assertThat(readAll(spool)).containsExactly("new");
        }
    }

    private Spool open() throws IOException {
        return new Spool(folder, BOUND, SEGMENT);
    }
}
