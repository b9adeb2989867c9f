package io.logcast.e2e;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that a PromQL expression selects. */
record PromQl(String metric, List<String> labels) {

    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    // A word that is not a function.
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-z_][a-z0-9_]*)\\b(?!\\s*\\()\\s*(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("\\w+=\"[^\"]*\"");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless");

    /** All selectors of an expression, with only those matchers that are equalities. */
    static Stream<PromQl> selectorsOf(String expression) {
        var bare = RANGE.matcher(GROUPING.matcher(expression).replaceAll("")).replaceAll("");
        return SELECTOR.matcher(bare)
                .results()
                .filter(match -> !OPERATORS.contains(match.group(1)))
                .map(match -> {
                    var matchers = match.group(2) == null ? "" : match.group(2);
                    return new PromQl(
                            match.group(1),
                            LABEL.matcher(matchers)
                                    .results()
                                    .map(label -> label.group())
                                    .toList());
                });
    }

    /** Whether a line of a scrape is a sample that it selects. */
    boolean selects(String line) {
        return (line.startsWith(metric + "{") || line.startsWith(metric + " "))
                && labels.stream().allMatch(line::contains);
    }
}
