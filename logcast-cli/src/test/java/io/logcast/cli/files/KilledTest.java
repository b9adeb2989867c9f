package io.logcast.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the sending process at random points while the file is written, renamed, copied and truncated: each line is
 * archived once.
 */
class KilledTest {

    private static final int STEPS = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void eachLineIsArchivedOnce(long seed) throws IOException {
        var random = new Random(seed);
        var log = new Log(folder);
        var written = new ArrayList<String>();
        write(log, written, 1);
        try (var file = log.follow()) {
            // After a rotation, only files that were seen before are looked for.
            assertThat(file.next()).isNotNull();
        }
        var copies = seed % 2 == 0;

        for (int step = 0; step < STEPS; step++) {
            write(log, written, random.nextInt(4));
            if (random.nextInt(10) == 0) {
                rotate(log, copies);
            }
            sendAndDie(log, random);
        }
        try (var file = log.follow()) {
            log.sendAll(file);
        }

        assertThat(log.archived()).containsExactlyInAnyOrderElementsOf(written);
    }

    private static void write(Log log, List<String> written, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var line = "line " + written.size();
            written.add(line);
            log.append(line + "\n");
        }
    }

    private static void rotate(Log log, boolean copies) throws IOException {
        if (copies) {
            log.copyAndTruncate();
        } else {
            log.rename();
            log.append("");
        }
    }

    /** A process that dies before reading, after sending, while writing its position, or after that. */
    private void sendAndDie(Log log, Random random) throws IOException {
        try (var file = log.follow()) {
            for (int chunks = random.nextInt(3); chunks >= 0; chunks--) {
                var chunk = file.next();
                if (chunk == null || random.nextInt(4) == 0) {
                    return;
                }
                log.send(chunk);
                if (random.nextInt(4) == 0) {
                    cutStateWrite(log, random);
                    return;
                }
                file.settled(chunk);
            }
        }
    }

    /** A partly written state file, as a killed process leaves it. */
    private static void cutStateWrite(Log log, Random random) throws IOException {
        try (var states = Files.list(log.state())) {
            for (var state :
                    states.filter(path -> path.toString().endsWith(".json")).toList()) {
                var whole = Files.readString(state);
                Files.writeString(
                        state.resolveSibling(state.getFileName() + ".part"),
                        whole.substring(0, random.nextInt(whole.length())));
            }
        }
    }
}
