package io.logcast.cli.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Service;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.OutputOptions;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logcast search}. */
@Command(name = "search", mixinStandardHelpOptions = true, description = "Search the archive, the newest events first.")
public final class SearchCommand implements Callable<Integer> {

    private static final int PAGE = 1000;

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "From this time on: RFC 3339, or relative to now: -15m, -6h, -7d.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time; the same forms as --from.")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "N", description = "How many events to print at most. Default: 100.")
    private int limit = 100;

    @Option(names = "--oldest-first", description = "The oldest events first.")
    private boolean oldestFirst;

    public SearchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw CliException.usage("--limit must be at least 1");
        }
        var consumer = connection.connect(terminal, Service.CONSUMER);
        var printer = output.events(terminal);
        var left = limit;
        String cursor = null;
        do {
            var page = page(consumer, Math.min(left, PAGE), cursor);
            for (var event : page.path("events")) {
                printer.print(event);
                left--;
            }
            terminal.flush();
            cursor = page.path("next").asText(null);
        } while (cursor != null && left > 0);
        return ExitCode.OK;
    }

    /** A page may be short or empty if the service's time limit of a search was reached; the next one continues. */
    private JsonNode page(Api consumer, int size, @Nullable String cursor) throws IOException {
        var query = filter.query("/api/v1/logs")
                .with("from", from)
                .with("to", to)
                .with("order", oldestFirst ? "asc" : null)
                .with("limit", size)
                .with("cursor", cursor);
        return consumer.get(query.toString()).objectOrThrow(consumer);
    }
}
