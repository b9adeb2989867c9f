package io.logcast.cli.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Service;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.SafeText;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logcast dead-letters list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List dead letters, the newest first: number, time, kind, queue and reason.")
final class ListCommand implements Callable<Integer> {

    private static final int PAGE = 1000;

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Letters.Filter filter = new Letters.Filter();

    @Option(names = "--replayed", description = "List those that have been replayed, instead of those that have not.")
    private boolean replayed;

    @Option(names = "--limit", paramLabel = "N", description = "How many dead letters to list at most. Default: 100.")
    private int limit = 100;

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    ListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw CliException.usage("--limit must be at least 1");
        }
        var consumer = connection.connect(terminal, Service.CONSUMER);
        var left = limit;
        String cursor = null;
        do {
            var query = filter.query(Letters.PATH)
                    .with("replayed", replayed)
                    .with("limit", Math.min(left, PAGE))
                    .with("cursor", cursor);
            var page = consumer.get(query.toString()).objectOrThrow(consumer);
            for (var letter : page.path("dead_letters")) {
                terminal.out().println(json ? SafeText.line(letter.toString()) : line(letter));
                left--;
            }
            terminal.flush();
            cursor = page.path("next").asText(null);
        } while (cursor != null && left > 0);
        return ExitCode.OK;
    }

    private static String line(JsonNode letter) {
        return SafeText.line("%s %s %s %s %s"
                .formatted(
                        letter.path("id").asText(),
                        letter.path("dead_lettered_at").asText(),
                        letter.path("kind").asText(),
                        letter.path("queue").asText(),
                        letter.path("reason").asText()));
    }
}
