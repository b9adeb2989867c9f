package io.logcast.bench.report;

import io.logcast.bench.Result;
import io.logcast.bench.Spread;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One benchmark as SVG: two panels of horizontal bars (the medians) with a line from the lowest to the highest. */
final class Plot {

    private static final int WIDTH = 960;
    private static final int LABELS = 150;
    private static final int PANEL = 380;
    private static final int BAR = 24;
    private static final int ROW = 40;
    private static final int TOP = 84;
    /** The share of a panel's width that the longest bar takes; its figure follows it. */
    private static final double LONGEST = 0.7;

    private final Result result;
    private final List<String> candidates;

    private Plot(Result result) {
        this.result = result;
        this.candidates = List.copyOf(result.candidates());
    }

    static String of(Result result) {
        return new Plot(result).svg();
    }

    private String svg() {
        int height = TOP + candidates.size() * ROW + 12;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"\
                 font-family="sans-serif" font-size="14" fill="#222">
                <rect width="100%%" height="100%%" fill="#fff"/>
                <text x="16" y="28" font-size="16" font-weight="bold">%3$s</text>
                %4$s%5$s%6$s</svg>
                """.formatted(
                        WIDTH,
                        height,
                        escaped(result.title()),
                        rows(row -> text(LABELS - 8, row, "end", candidates.get(row))),
                        panel(LABELS, result.unit() + "s/s (more is better)", "%,.0f", result::messagesPerSecond),
                        panel(
                                LABELS + PANEL + 20,
                                "CPU us/" + result.unit() + " (less is better)",
                                "%.1f",
                                result::cpuMicrosPerMessage));
    }

    private String panel(int left, String title, String format, Function<String, Spread> figure) {
        double most = candidates.stream()
                .mapToDouble(candidate -> figure.apply(candidate).max())
                .max()
                .orElse(1);
        double scale = PANEL * LONGEST / most;
        return "<text x=\"%d\" y=\"%d\" fill=\"#555\">%s</text>\n".formatted(left, TOP - 20, title)
                + rows(row -> bar(left, row, figure.apply(candidates.get(row)), scale, format));
    }

    private String bar(int left, int row, Spread spread, double scale, String format) {
        int top = TOP + row * ROW;
        double middle = top + BAR / 2.0;
        return svg(
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                        left, top, spread.median() * scale, BAR, color(row))
                + svg(
                        "<path d=\"M%1$.1f %2$.1fH%3$.1fM%1$.1f %4$.1fv10M%3$.1f %4$.1fv10\" stroke=\"#222\"/>\n",
                        left + spread.min() * scale, middle, left + spread.max() * scale, middle - 5)
                + text(
                        (int) (left + spread.max() * scale) + 8,
                        row,
                        "start",
                        String.format(Locale.ROOT, format, spread.median()));
    }

    private String color(int row) {
        return result.isBaseline(candidates.get(row)) ? "#9db4c8" : row == 0 ? "#d9772b" : "#cfcfcf";
    }

    private String rows(Function<Integer, String> row) {
        return IntStream.range(0, candidates.size()).boxed().map(row).collect(Collectors.joining());
    }

    private static String text(int x, int row, String anchor, String text) {
        return svg(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                x, TOP + row * ROW + 17, anchor, escaped(text));
    }

    private static String svg(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
