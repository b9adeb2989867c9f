package io.logcast.cli.deadletters;

import io.logcast.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code logcast dead-letters}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "List, show, replay and discard messages that could not be processed.")
public final class DeadLettersCommand {

    private DeadLettersCommand() {}

    /** The command with its subcommands. */
    public static CommandLine of(Terminal terminal) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new ListCommand(terminal))
                .addSubcommand(new ShowCommand(terminal))
                .addSubcommand(new ReplayCommand(terminal))
                .addSubcommand(new DiscardCommand(terminal));
    }
}
