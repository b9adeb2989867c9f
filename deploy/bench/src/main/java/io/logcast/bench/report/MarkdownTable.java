package io.logcast.bench.report;

import io.logcast.bench.Result;
import io.logcast.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One benchmark's table: a line a candidate, medians with the lowest and the highest. */
final class MarkdownTable {

    private MarkdownTable() {}

    static String of(Result result) {
        var header = new ArrayList<>(List.of("candidate", "messages/s", "CPU us/message"));
        result.baselines().forEach(to -> header.addAll(List.of("rate / " + to, "CPU / " + to)));
        return "**" + result.title() + "**\n\n" + line(header)
                + line(header.stream().map(cell -> "---").toList())
                + result.candidates().stream()
                        .map(candidate -> line(cells(result, candidate)))
                        .collect(Collectors.joining());
    }

    private static List<String> cells(Result result, String candidate) {
        var cells = new ArrayList<>(List.of(
                candidate,
                text("%,.0f (%,.0f-%,.0f)", result.messagesPerSecond(candidate)),
                text("%.1f (%.1f-%.1f)", result.cpuMicrosPerMessage(candidate))));
        for (var to : result.baselines()) {
            cells.add(text("%.2f (%.2f-%.2f)", result.throughputRatio(candidate, to)));
            cells.add(text("%.2f (%.2f-%.2f)", result.cpuRatio(candidate, to)));
        }
        return cells;
    }

    private static String text(String format, Spread spread) {
        return String.format(Locale.ROOT, format, spread.median(), spread.min(), spread.max());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
