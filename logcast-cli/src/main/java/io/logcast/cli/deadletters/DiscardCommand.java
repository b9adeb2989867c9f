package io.logcast.cli.deadletters;

import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Service;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code logcast dead-letters discard}. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = "Delete dead letters for good. Needs the role operator.")
final class DiscardCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Letters letters = new Letters();

    DiscardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var ids = letters.idsOrAll();
        var consumer = connection.connect(terminal, Service.CONSUMER);
        if (ids.isEmpty()) {
            var answer = consumer.delete(letters.query(Letters.PATH).toString()).objectOrThrow(consumer);
            terminal.out().println("discarded " + answer.path("discarded").asLong());
        }
        for (var id : ids) {
            consumer.delete(Letters.PATH + "/" + id).orThrow(consumer);
            terminal.out().println("discarded " + id);
        }
        terminal.flush();
        return ExitCode.OK;
    }
}
