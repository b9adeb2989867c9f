package io.logcast.client.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What tests do with a spool. */
final class SpoolProbe {

    private SpoolProbe() {}

    static List<Path> segments(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> Segment.number(file).isPresent())
                    .sorted()
                    .toList();
        }
    }

    static void append(Spool spool, List<String> lines) throws IOException {
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

    static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
