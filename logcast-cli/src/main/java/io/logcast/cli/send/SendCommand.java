package io.logcast.cli.send;

import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Query;
import io.logcast.cli.connection.Service;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logcast send}. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Send the lines of files, or of the standard input, as events.",
            "A file is sent from where the last command ended. Its lines have the same ids each time, so the archive stores"
                    + " each once, also after a crash. While the service is away, the command waits."
        })
public final class SendCommand implements Callable<Integer> {

    private static final int MAX_FILES = 64;

    /** How a line is read. */
    enum Format {
        AUTO,
        TEXT
    }

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Up to 64 files. Without one: the standard input.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description =
                    "Follow the files, through rotation and truncation, and wait for files that do not exist yet.")
    private boolean follow;

    @Option(
            names = "--source",
            description = "Source of events without one. Default: the file's name without its ending.")
    private @Nullable String source;

    @Option(names = "--severity", description = "Severity of events without one. Default: INFO.")
    private @Nullable String severity;

    @Option(
            names = "--attr",
            paramLabel = "NAME=VALUE",
            description = "Attribute of events without it. May be given several times.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "auto: a line that is a JSON object is an event, any other is a message; text: all are messages."
                            + " Default: auto.")
    private Format format = Format.AUTO;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Where positions in files are kept. Default: LOGCAST_STATE, or ~/.local/state/logcast.")
    private @Nullable Path state;

    @Option(
            names = "--stop-on-refused",
            description = "End with status 3 at the first refused line. Default: report it and go on.")
    private boolean stopsOnRefused;

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "End with status 5 after waiting this long, such as 30s, 5m, 2h. Default: never.")
    private @Nullable Duration giveUpAfter;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print no summary.")
    private boolean quiet;

    public SendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (files.size() > MAX_FILES) {
            throw CliException.usage("at most " + MAX_FILES + " files");
        }
        if (follow && files.isEmpty()) {
            throw CliException.usage("--follow needs a file; the standard input is always read to its end");
        }
        var producer = connection.connect(terminal, Service.PRODUCER);
        var tally = new Tally();
        var status = files.isEmpty() ? sendStandardInput(producer, tally) : sendFiles(producer, tally);
        if (!quiet) {
            terminal.note("%d sent, %d refused".formatted(tally.accepted(), tally.refused()));
        }
        return status == ExitCode.OK && tally.refused() > 0 ? ExitCode.REFUSED : status;
    }

    private int sendStandardInput(Api producer, Tally tally) {
        var sender = sender(producer, "standard input", path(source), tally);
        return FileTask.run(terminal, "standard input", () -> new StandardInput(terminal.in(), sender).send());
    }

    private int sendFiles(Api producer, Tally tally) {
        var folder = connection.stateFolder(terminal, state);
        var host = HostName.get();
        var tasks = files.stream()
                .distinct()
                .map(file -> {
                    var name = file.toString();
                    var sender = sender(producer, name, path(source == null ? SourceName.of(file) : source), tally);
                    return new FileTask(terminal, file, follow, host, folder, sender);
                })
                .toList();
        return FileTask.runAll(tasks);
    }

    private LineSender sender(Api producer, String name, String path, Tally tally) {
        var waiting = new Waiting(terminal, pause -> Thread.sleep(pause.toMillis()), giveUpAfter);
        var batches = new BatchSender(terminal, producer, path, name, waiting, tally, stopsOnRefused);
        return new LineSender(new EventEncoder(format == Format.AUTO), batches);
    }

    private String path(@Nullable String sourceOfEvents) {
        var query = new Query("/api/v1/logs").with("source", sourceOfEvents).with("severity", severity);
        attributes.forEach((name, value) -> query.with("attr." + name, value));
        return query.toString();
    }
}
