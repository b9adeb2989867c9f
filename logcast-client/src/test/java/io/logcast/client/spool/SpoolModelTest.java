package io.logcast.client.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random calls, deaths and restarts, compared with a list as the model. */
class SpoolModelTest {

    private static final int STEPS = 1_000;
    private static final int BOUND = 9_000;
    private static final int SEGMENT = 1_200;
    private static final int MAX_LINE = 300;

    @TempDir
    Path folder;

    /** The appended and unacknowledged lines, those of them that were read, and where reading ended. */
    private final List<String> model = new ArrayList<>();

    private int read;
    private final List<Position> ends = new ArrayList<>();
    private int number;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void behavesLikeAList(long seed) throws Exception {
        var random = new Random(seed);
        var directory = Files.createDirectory(folder.resolve("0"));
        var spool = new Spool(directory, BOUND, SEGMENT);
        for (int step = 1; step <= STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> append(spool, random);
                case 5, 6, 7 -> read(spool, random);
                case 8, 9, 10 -> acknowledge(spool, random);
                default -> {
                    if (random.nextInt(10) == 0) {
                        // The files as a kill leaves them; the operating system releases the lock.
                        directory =
                                random.nextBoolean() ? directory : copy(directory, folder.resolve("" + step), random);
                        spool.close();
                        spool = new Spool(directory, BOUND, SEGMENT);
                        read = 0;
                        ends.clear();
                    }
                }
            }
        }
        var left = SpoolProbe.readAll(spool);
        spool.close();
        assertThat(left).isEqualTo(model.subList(read, model.size()));
    }

    private void append(Spool spool, Random random) throws IOException {
        var line = number++ + "x".repeat(random.nextInt(MAX_LINE));
        if (spool.append(line.getBytes(StandardCharsets.UTF_8))) {
            model.add(line);
        } else {
            assertThat(spool.pendingBytes()).isGreaterThan(BOUND - SEGMENT - 2 * (MAX_LINE + 20));
        }
    }

    private void read(Spool spool, Random random) throws Exception {
        var batch = spool.read(1 + random.nextInt(20), random.nextInt(2_000), Duration.ZERO);
        for (var line : batch.lines()) {
            assertThat(new String(line, StandardCharsets.UTF_8)).isEqualTo(model.get(read++));
        }
        if (batch.isEmpty()) {
            assertThat(read).isEqualTo(model.size());
        }
        for (int i = ends.size(); i < read; i++) {
            ends.add(batch.end());
        }
    }

    /** Acknowledges a batch that was read; sometimes an old one again. */
    private void acknowledge(Spool spool, Random random) throws IOException {
        if (ends.isEmpty()) {
            return;
        }
        var position = ends.get(random.nextInt(ends.size()));
        var count = ends.lastIndexOf(position) + 1;
        spool.acknowledge(position);
        spool.acknowledge(position);
        model.subList(0, count).clear();
        ends.subList(0, count).clear();
        read -= count;
    }

    private static Path copy(Path from, Path to, Random random) throws IOException {
        Files.createDirectory(to);
        var last = to;
        try (var files = Files.list(from).sorted()) {
            for (var file : files.toList()) {
                var target = to.resolve(file.getFileName());
                Files.copy(file, target);
                last = Segment.number(file).isPresent() ? target : last;
            }
        }
        // The beginning of a record that was being written.
        var torn = new byte[random.nextInt(Segment.HEADER + 1)];
        Files.write(last, torn, StandardOpenOption.APPEND);
        return to;
    }
}
