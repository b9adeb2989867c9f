package io.logcast.bench.report;

import io.logcast.bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The results of one run of the benchmarks, and the machine that they were measured on. */
public record Report(String broker, int runs, List<Result> results) {

    public String markdown() {
        return environment() + "\n\n" + results.stream().map(MarkdownTable::of).collect(Collectors.joining("\n"));
    }

    /** Writes {@code bench.md}, {@code bench.json} and one plot for each benchmark into the folder. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("bench.md"), markdown());
        Files.writeString(folder.resolve("bench.json"), Json.of(this));
        for (var result : results) {
            Files.writeString(folder.resolve(result.name() + ".svg"), Plot.of(result));
        }
    }

    private String environment() {
        return "RabbitMQ %s, Java %s, %d processors, broker and clients on one machine, %d runs, interleaved."
                .formatted(
                        broker,
                        System.getProperty("java.version"),
                        Runtime.getRuntime().availableProcessors(),
                        runs);
    }
}
