package io.logcast.cli;

import io.logcast.cli.deadletters.DeadLettersCommand;
import io.logcast.cli.read.GetCommand;
import io.logcast.cli.read.SearchCommand;
import io.logcast.cli.read.TailCommand;
import io.logcast.cli.send.SendCommand;
import io.logcast.cli.subscriptions.SubscribeCommand;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code logcast}. */
@Command(
        name = "logcast",
        mixinStandardHelpOptions = true,
        versionProvider = Logcast.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Sends log events to Logcast, and reads them.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:a file cannot be read, or another failure on this machine",
            "2:wrong options",
            "3:the service refused the request, or at least one line",
            "4:not found",
            "5:the service was away for too long",
            "6:no valid key or token, or the role is missing"
        })
final class Logcast {

    private Logcast() {}

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = Logcast.class.getPackage().getImplementationVersion();
            return new String[] {"logcast " + (version == null ? "of a working copy" : version)};
        }
    }

    /** Runs it and returns its exit status. */
    static int run(Terminal terminal, String... arguments) {
        var status = commandLine(terminal).execute(arguments);
        terminal.out().flush();
        return status;
    }

    private static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new Logcast())
                .addSubcommand(new SendCommand(terminal))
                .addSubcommand(new TailCommand(terminal))
                .addSubcommand(new SearchCommand(terminal))
                .addSubcommand(new GetCommand(terminal))
                .addSubcommand(new SubscribeCommand(terminal))
                .addSubcommand("dead-letters", DeadLettersCommand.of(terminal))
                .addSubcommand("completion", new GenerateCompletion())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, command, parsed) -> status(terminal, failure));
    }

    private static int status(Terminal terminal, Exception failure) {
        if (failure instanceof CliException ended) {
            terminal.note(ended.text());
            return ended.exitCode();
        }
        if (failure instanceof IOException) {
            terminal.note(String.valueOf(failure.getMessage()));
            return ExitCode.UNREACHABLE;
        }
        failure.printStackTrace(terminal.err());
        return ExitCode.FAILED;
    }
}
