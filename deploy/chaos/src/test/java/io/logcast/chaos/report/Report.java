package io.logcast.chaos.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rounds so far, in {@code chaos-report.json} and, as tables, in {@code chaos-report.md}; written after each. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path json;
    private final Path markdown;
    private final List<RoundResult> rounds = new ArrayList<>();

    private Report(Path folder) {
        this.json = folder.resolve("chaos-report.json");
        this.markdown = folder.resolve("chaos-report.md");
    }

    /** A new report, or the one that is already in the folder. */
    public static Report in(Path folder, boolean resume) {
        var report = new Report(folder);
        try {
            if (resume && Files.exists(report.json)) {
                report.rounds.addAll(
                        JSON.readValue(Files.readAllBytes(report.json), new TypeReference<List<RoundResult>>() {}));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return report;
    }

    public boolean has(String connector, String nemesis, int round) {
        return rounds.stream().anyMatch(result -> result.isOf(connector, nemesis, round));
    }

    public void add(RoundResult result) {
        rounds.add(result);
        try {
            Files.write(json, JSON.writeValueAsBytes(rounds));
            Files.writeString(markdown, Tables.of(rounds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
