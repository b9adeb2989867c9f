package io.logcast.bench.report;

import io.logcast.bench.Requests;
import io.logcast.bench.Result;
import io.logcast.bench.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One benchmark's tables: one line for each candidate, with medians, lowest and highest figures. */
final class MarkdownTable {

    private MarkdownTable() {}

    static String of(Result result) {
        var header = new ArrayList<>(List.of("candidate", result.unit() + "s/s", "CPU us/" + result.unit()));
        result.baselines().forEach(to -> header.addAll(List.of("rate / " + to, "CPU / " + to)));
        if (!result.counterparts().isEmpty()) {
            header.addAll(List.of("rate / other", "CPU / other"));
        }
        return "**" + result.title() + "**\n\n"
                + table(
                        header,
                        result.candidates().stream()
                                .map(candidate -> cells(result, candidate))
                                .toList())
                + ofRequests(result);
    }

    private static String ofRequests(Result result) {
        var lines = result.candidates().stream()
                .filter(result::hasRequests)
                .map(candidate -> List.of(
                        candidate,
                        text("%,.0f (%,.0f-%,.0f)", result.requestsPerSecond(candidate)),
                        millis(result, candidate, Requests::p50),
                        millis(result, candidate, Requests::p99),
                        millis(result, candidate, Requests::p999),
                        text("%.0f (%.0f-%.0f)", result.ofRequests(candidate, Requests::residentMebibytes))))
                .toList();
        return lines.isEmpty()
                ? ""
                : "\n"
                        + table(
                                List.of("candidate", "requests/s", "p50 ms", "p99 ms", "p99.9 ms", "resident MiB"),
                                lines);
    }

    private static String millis(Result result, String candidate, Function<Requests, Duration> time) {
        return text(
                "%.1f (%.1f-%.1f)",
                result.ofRequests(candidate, requests -> time.apply(requests).toNanos() / 1e6));
    }

    private static String table(List<String> header, List<List<String>> lines) {
        return line(header)
                + line(header.stream().map(cell -> "---").toList())
                + lines.stream().map(MarkdownTable::line).collect(Collectors.joining());
    }

    private static List<String> cells(Result result, String candidate) {
        var cells = new ArrayList<>(List.of(
                candidate,
                text("%,.0f (%,.0f-%,.0f)", result.messagesPerSecond(candidate)),
                text("%.1f (%.1f-%.1f)", result.cpuMicrosPerMessage(candidate))));
        result.baselines().forEach(to -> cells.addAll(ratios(result, candidate, to)));
        if (!result.counterparts().isEmpty()) {
            var counterpart = result.counterparts().get(candidate);
            cells.addAll(counterpart == null ? List.of("", "") : ratios(result, candidate, counterpart));
        }
        return cells;
    }

    private static List<String> ratios(Result result, String candidate, String to) {
        return List.of(
                text("%.2f (%.2f-%.2f)", result.throughputRatio(candidate, to)),
                text("%.2f (%.2f-%.2f)", result.cpuRatio(candidate, to)));
    }

    private static String text(String format, Spread spread) {
        return String.format(Locale.ROOT, format, spread.median(), spread.min(), spread.max());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
