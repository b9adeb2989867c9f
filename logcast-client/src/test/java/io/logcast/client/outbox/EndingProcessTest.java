package io.logcast.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.client.sending.SenderSettings;
import io.logcast.client.spool.Spool;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingProcessTest {

    private static final int LINES = 5_000;
    private static final long BOUND = 16L << 20;

    @TempDir
    Path folder;

    /** Logs, and exits without a stop. */
    static final class Exiting {

        private Exiting() {}

        public static void main(String[] arguments) {
            // Nobody listens there.
            var sender = SenderSettings.to(URI.create("http://127.0.0.1:1"));
            var settings = new OutboxSettings(sender, Path.of(arguments[0]), BOUND, BOUND);
            var outbox = new Outbox(settings, events -> new byte[0], Duration.ofMinutes(1)).start();
            for (int i = 0; i < LINES; i++) {
                outbox.offer(("line " + i).getBytes(StandardCharsets.UTF_8));
            }
            System.exit(1);
        }
    }

    @Test
    void aProcessThatExitsHasWrittenItsQueueToTheSpool() throws Exception {
        // When
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exiting.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        // Then
        try (var spool = Spool.open(folder, BOUND)) {
            var lines = spool.read(LINES, Integer.MAX_VALUE, Duration.ZERO).lines();
            assertThat(lines).hasSize(LINES);
        }
    }
}
