package io.logcast.chaos.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rounds as Markdown: a table for each connector, a row for each nemesis. */
final class Tables {

    private static final String HEAD = """
            | nemesis | rounds | requests | accepted | lost | doubled | dead-lettered | missed | stray | disordered \
            | gaps | told gaps | wrong receipts | left over | unknown | unanswered | 503 | 429 | slowest answer (ms) | recovered after (s) |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final String NEVER = "never";

    private Tables() {}

    static String of(List<RoundResult> rounds) {
        return grouped(rounds, RoundResult::connector).entrySet().stream()
                .map(table -> "## " + table.getKey() + "\n\n" + HEAD + rows(table.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String rows(List<RoundResult> rounds) {
        return grouped(rounds, RoundResult::nemesis).entrySet().stream()
                .map(row -> row(row.getKey(), row.getValue()))
                .collect(Collectors.joining());
    }

    private static String row(String nemesis, List<RoundResult> rounds) {
        var cells = new ArrayList<Object>(List.of(nemesis, rounds.size()));
        List<ToIntFunction<RoundResult>> sums = List.of(
                result -> result.answers().requests(),
                result -> result.answers().accepted(),
                result -> result.outcome().lost(),
                result -> result.outcome().doubled(),
                result -> result.outcome().deadLettered(),
                result -> result.checks().missed(),
                result -> result.checks().stray(),
                result -> result.checks().disordered(),
                result -> result.checks().gaps(),
                result -> result.coverage().toldGaps(),
                result -> result.checks().wrongReceipts(),
                result -> result.checks().leftOver(),
                result -> result.answers().unknown(),
                result -> result.answers().unanswered(),
                result -> result.answers().unavailable(),
                result -> result.answers().tooMany());
        sums.forEach(sum -> cells.add(rounds.stream().mapToInt(sum).sum()));
        cells.add(rounds.stream()
                .mapToLong(result -> result.answers().slowestMillis())
                .max()
                .orElse(0));
        cells.add(recovered(rounds));
        return cells.stream().map(Object::toString).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** The worst round's time until requests were accepted, and until the archive had caught up. */
    private static String recovered(List<RoundResult> rounds) {
        var recoveries = rounds.stream().map(RoundResult::recovery).toList();
        var worst =
                worst(recoveries, Recovery::acceptingSeconds) + " / " + worst(recoveries, Recovery::archivedSeconds);
        return recoveries.stream().allMatch(Recovery::attached) ? worst : worst + ", consumers missing";
    }

    private static String worst(List<Recovery> recoveries, Function<Recovery, @Nullable Double> seconds) {
        var values = recoveries.stream().map(seconds).toList();
        return values.stream().anyMatch(Objects::isNull)
                ? NEVER
                : String.format(
                        Locale.ROOT,
                        "%.1f",
                        values.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }

    private static Map<String, List<RoundResult>> grouped(List<RoundResult> rounds, Function<RoundResult, String> key) {
        return rounds.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
