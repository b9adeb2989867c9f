package io.logcast.cli.deadletters;

import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Json;
import io.logcast.cli.connection.Service;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.SafeText;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logcast dead-letters show}. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Show one dead letter with its body, as JSON.")
final class ShowCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "ID", description = "The number of the dead letter.")
    private long id;

    @Option(names = "--json", description = "Print it on one line.")
    private boolean json;

    ShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var consumer = connection.connect(terminal, Service.CONSUMER);
        var letter = consumer.get(Letters.PATH + "/" + id).objectOrThrow(consumer);
        var text = json
                ? letter.toString()
                : Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(letter);
        text.lines().map(SafeText::line).forEach(terminal.out()::println);
        terminal.flush();
        return ExitCode.OK;
    }
}
