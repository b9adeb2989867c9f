package io.logcast.client.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

    private static final long BOUND = 64L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LINES_BEFORE_THE_KILL = 2_000;

    @TempDir
    Path folder;

    /** Appends numbers without end, and prints each one once it is appended. */
    static final class Appender {

        private Appender() {}

        public static void main(String[] arguments) throws IOException {
            var spool = new Spool(Path.of(arguments[0]), BOUND, 64 << 10);
            for (int i = 0; ; i++) {
                while (!spool.append(line(i))) {
                    // It is full: the test kills this process soon.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
                System.out.println(i);
            }
        }
    }

    @Test
    void aKilledProcessHasLostNothingThatItAppended() throws Exception {
        // Given
        var output = Files.createFile(folder.resolve("output"));
        var spooled = folder.resolve("spool");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        spooled.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> appended(output) > LINES_BEFORE_THE_KILL);
            assertThatThrownBy(() -> Spool.open(spooled, BOUND)).isInstanceOf(SpoolInUseException.class);
        } finally {
            // When
            process.destroyForcibly();
        }
        process.waitFor();
        // Then
        try (var spool = Spool.open(spooled, BOUND)) {
            var lines = SpoolProbe.readAll(spool);
            assertThat(lines).hasSizeGreaterThanOrEqualTo(appended(output));
            for (int i = 0; i < lines.size(); i++) {
                assertThat(lines.get(i)).isEqualTo(new String(line(i), StandardCharsets.UTF_8));
            }
        }
    }

    /** How many lines it has printed as appended. */
    private static int appended(Path output) throws IOException {
        var text = Files.readString(output);
        assertThat(text).matches("[0-9\n]*");
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private static byte[] line(int number) {
        return ("line " + number).getBytes(StandardCharsets.UTF_8);
    }
}
