package io.logcast.cli.deadletters;

import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.Query;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code logcast dead-letters replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Send dead letters back to the queues that they came from. Needs the role operator.")
final class ReplayCommand extends LettersCommand {

    @Option(names = "--new-id", description = "Give the events new ids; for dead letters of the kind id-conflict.")
    private boolean newId;

    ReplayCommand(Terminal terminal) {
        super(terminal, "replayed");
    }

    @Override
    void check(boolean isAll) {
        if (newId && isAll) {
            throw CliException.usage("--new-id needs the numbers of dead letters; it does not work with --all");
        }
    }

    @Override
    void change(Api consumer, String path) throws IOException {
        var query = new Query(path + "/replay").with("new_id", newId ? true : null);
        consumer.post(query.toString()).orThrow(consumer);
    }

    /** One call replays as many as it can within its time limit. */
    @Override
    int changeAll(Api consumer, Letters matching) throws IOException {
        var replayed = 0L;
        var failed = 0L;
        var remaining = 0L;
        boolean goesOn;
        do {
            var answer = consumer.post(matching.query(Letters.PATH + "/replay").toString())
                    .objectOrThrow(consumer);
            replayed += answer.path("replayed").asLong();
            failed = answer.path("failed").asLong();
            remaining = answer.path("remaining").asLong();
            answer.path("reasons")
                    .properties()
                    .forEach(reason -> terminal()
                            .note(reason.getKey() + ": " + reason.getValue().asText()));
            goesOn = remaining > 0 && answer.path("replayed").asLong() > 0;
        } while (goesOn);
        // Programs read it, so its digits do not depend on the locale.
        tell(replayed + ", failed " + failed + ", remaining " + remaining);
        return failed + remaining == 0 ? ExitCode.OK : ExitCode.REFUSED;
    }
}
