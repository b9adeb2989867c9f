package io.logcast.cli.read;

import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Query;
import io.logcast.cli.connection.Service;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.OutputOptions;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code logcast get}. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Get one archived event. Ends with status 4 if there is none with this id.")
public final class GetCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "The event's id.")
    private String id = "";

    public GetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var consumer = connection.connect(terminal, Service.CONSUMER);
        var event = consumer.get("/api/v1/logs/" + Query.encoded(id)).objectOrThrow(consumer);
        output.events(terminal).print(event);
        terminal.flush();
        return ExitCode.OK;
    }
}
