package io.logcast.cli.read;

import io.logcast.cli.connection.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The filters that search and live tail share. */
final class FilterOptions {

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..*",
            description =
                    "Words, \"a phrase\", -not, or, fields such as 'severity>=warn', 'source:payments.*', order:4711.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--severity", description = "The lowest severity: a name such as WARN, or 1 to 24.")
    private @Nullable String severity;

    @Option(names = "--source", description = "The source; with a dot at its end, all sources that begin with it.")
    private @Nullable String source;

    @Option(
            names = "--attr",
            paramLabel = "NAME=VALUE",
            description = "An attribute's value. May be given several times.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(names = "--trace-id", paramLabel = "ID", description = "The trace id, 32 hex digits.")
    private @Nullable String traceId;

    Query query(String path) {
        var query = new Query(path)
                .with("q", words.isEmpty() ? null : String.join(" ", words))
                .with("severity", severity)
                .with("source", source)
                .with("trace_id", traceId);
        attributes.forEach((name, value) -> query.with("attr." + name, value));
        return query;
    }
}
