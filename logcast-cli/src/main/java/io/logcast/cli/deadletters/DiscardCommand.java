package io.logcast.cli.deadletters;

import io.logcast.cli.connection.Api;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code logcast dead-letters discard}. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = "Delete dead letters for good. Needs the role operator.")
final class DiscardCommand extends LettersCommand {

    DiscardCommand(Terminal terminal) {
        super(terminal, "discarded");
    }

    @Override
    void change(Api consumer, String path) throws IOException {
        consumer.delete(path).orThrow(consumer);
    }

    @Override
    int changeAll(Api consumer, Letters matching) throws IOException {
        var answer = consumer.delete(matching.query(Letters.PATH).toString()).objectOrThrow(consumer);
        tell(String.valueOf(answer.path("discarded").asLong()));
        return ExitCode.OK;
    }
}
