package io.logcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.bench.Measurement;
import io.logcast.bench.Result;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {

    private final Report report = new Report("4.0.5", 2, List.of(result()));

    @Test
    void theTableHasMediansAndRatios() {
        assertThat(report.markdown())
                .contains("| candidate | messages/s | CPU us/message | rate / plain | CPU / plain |")
                .contains("| ours | 15,000 (10,000-20,000) | 7.5 (5.0-10.0) | 1.50 (1.00-2.00) | 0.75 (0.50-1.00) |");
    }

    @Test
    void aCandidateIsComparedToItsCounterpartAlone() {
        // Given
        var ours = result();
        var compared =
                new Result("search", "Search", "request", List.of(), Map.of("ours", "plain"), ours.measurements());
        // When
        var markdown = new Report("4.0.5", 2, List.of(compared)).markdown();
        // Then
        assertThat(markdown)
                .contains("| CPU us/request | rate / other | CPU / other |")
                .contains("| ours | 15,000 (10,000-20,000) | 7.5 (5.0-10.0) | 1.50 (1.00-2.00) | 0.75 (0.50-1.00) |")
                .contains("| plain | 10,000 (10,000-10,000) | 10.0 (10.0-10.0) |  |  |");
    }

    @Test
    void theFilesCanBeRead(@TempDir Path folder) throws Exception {
        // When
        report.write(folder);

        // Then
        var json = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
        assertThat(json.at("/benchmarks/0/candidates/0/messagesPerSecond/median")
                        .asDouble())
                .isEqualTo(15_000);
        var plot = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(folder.resolve("publish.svg")))));
        assertThat(plot.getElementsByTagName("path").getLength()).isEqualTo(4);
    }

    private static Result result() {
        Map<String, List<Measurement>> measurements = new LinkedHashMap<>();
        measurements.put("ours", List.of(measured(100, 1000), measured(50, 500)));
        measurements.put("plain", List.of(measured(100, 1000), measured(100, 1000)));
        return new Result("publish", "Publish <256 B", "message", List.of("plain"), Map.of(), measurements);
    }

    private static Measurement measured(long millis, long cpuMicros) {
        // A thousand messages, so that a thousand microseconds of CPU are one each.
        return new Measurement(1000, Duration.ofMillis(millis), Duration.ofNanos(cpuMicros * 10_000));
    }
}
