package io.logcast.cli.deadletters;

import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Query;
import io.logcast.cli.connection.Service;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logcast dead-letters replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Send dead letters back to the queues that they came from. Needs the role operator.")
final class ReplayCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Letters letters = new Letters();

    @Option(names = "--new-id", description = "Give the events new ids; for dead letters of the kind id-conflict.")
    private boolean newId;

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var ids = letters.idsOrAll();
        if (newId && ids.isEmpty()) {
            throw CliException.usage("--new-id is for dead letters by their numbers");
        }
        var consumer = connection.connect(terminal, Service.CONSUMER);
        if (ids.isEmpty()) {
            return replayAll(consumer);
        }
        for (var id : ids) {
            var query = new Query(Letters.PATH + "/" + id + "/replay").with("new_id", newId ? true : null);
            consumer.post(query.toString()).orThrow(consumer);
            terminal.out().println("replayed " + id);
            terminal.flush();
        }
        return ExitCode.OK;
    }

    /** One call replays as many as it can within its time limit. */
    private int replayAll(Api consumer) throws IOException {
        var replayed = 0L;
        var failed = 0L;
        var remaining = 0L;
        boolean goesOn;
        do {
            var answer = consumer.post(letters.query(Letters.PATH + "/replay").toString())
                    .objectOrThrow(consumer);
            replayed += answer.path("replayed").asLong();
            failed = answer.path("failed").asLong();
            remaining = answer.path("remaining").asLong();
            answer.path("reasons")
                    .properties()
                    .forEach(reason -> terminal.note(
                            reason.getKey() + ": " + reason.getValue().asText()));
            goesOn = remaining > 0 && answer.path("replayed").asLong() > 0;
        } while (goesOn);
        // Programs read it, so its digits do not depend on the locale.
        terminal.out().println("replayed " + replayed + ", failed " + failed + ", remaining " + remaining);
        terminal.flush();
        return failed + remaining == 0 ? ExitCode.OK : ExitCode.REFUSED;
    }
}
