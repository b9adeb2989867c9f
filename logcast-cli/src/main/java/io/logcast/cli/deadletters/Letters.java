package io.logcast.cli.deadletters;

import io.logcast.cli.connection.Query;
import io.logcast.cli.terminal.CliException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Selects dead letters: some by their numbers, or all that match. */
final class Letters {

    static final String PATH = "/api/v1/dead-letters";

    /** The filters of dead letters. */
    static final class Filter {

        @Option(names = "--kind", description = "Only this kind, such as id-conflict.")
        private @Nullable String kind;

        @Option(names = "--queue", description = "Only from this queue.")
        private @Nullable String queue;

        Query query(String path) {
            return new Query(path).with("kind", kind).with("queue", queue);
        }

        boolean isEmpty() {
            return kind == null && queue == null;
        }
    }

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Numbers of dead letters.")
    private List<Long> ids = new ArrayList<>();

    @Option(names = "--all", description = "All dead letters that match, instead of numbers.")
    private boolean all;

    @Mixin
    private final Filter filter = new Filter();

    /** The numbers; empty for all that match. */
    List<Long> idsOrAll() {
        if (all == ids.isEmpty() && (all || filter.isEmpty())) {
            return List.copyOf(ids);
        }
        throw CliException.usage(
                "give either the numbers of dead letters, or --all; only --all can have --kind and --queue");
    }

    Query query(String path) {
        return filter.query(path);
    }
}
