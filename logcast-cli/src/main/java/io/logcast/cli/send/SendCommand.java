package io.logcast.cli.send;

import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Service;
import io.logcast.cli.connection.Time;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import io.logcast.model.wire.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
            "A file is sent from where the last command stopped. Its lines have the same ids each time, so the archive"
                    + " stores each once, also after a crash. While the service is away, the command waits."
        })
public final class SendCommand implements Callable<Integer> {

    private static final int MAX_FILES = 64;
    private static final String STANDARD_INPUT = "standard input";
    private static final long SPOOL_SIZE = 256L << 20;

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

    @Mixin
    private final Defaults defaults = new Defaults();

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
            description = "Where positions in files and the spool are kept. Default: LOGCAST_STATE, or"
                    + " ~/.local/state/logcast.")
    private @Nullable Path state;

    @Option(
            names = "--spool-size",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = "How much of the standard input may wait on disk, 4MB to 1024GB. Default: 256MB.")
    private @Nullable Long spoolSize;

    @Option(
            names = "--stop-on-refused",
            description = "Stop sending a file, or the standard input, at its first refused line; the status is then 3."
                    + " Default: report the line and go on.")
    private boolean stopsOnRefused;

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "End with status 5 if the service is away for this long, such as 30s, 5m or 2h; for the standard"
                            + " input, the time counts from its end. Default: never.")
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
        if (spoolSize != null && !files.isEmpty()) {
            throw CliException.usage("--spool-size is for the standard input; files need no spool");
        }
        defaults.check();
        var producer = connection.connect(terminal, Service.PRODUCER);
        var tally = new Tally();
        var status = files.isEmpty() ? sendStandardInput(producer, tally) : sendFiles(producer, tally);
        if (!quiet) {
            terminal.note("%d sent, %d refused".formatted(tally.accepted(), tally.refused()));
        }
        return status == ExitCode.OK && tally.refused() > 0 ? ExitCode.REFUSED : status;
    }

    private int sendStandardInput(Api producer, Tally tally) {
        var folder = connection
                .stateFolder(terminal, state)
                .resolve("standard-input")
                .resolve(Ids.named(producer.toString()).toString());
        return FileTask.run(terminal, STANDARD_INPUT, () -> {
            try (var spools = InputSpools.open(folder, spoolSize == null ? SPOOL_SIZE : spoolSize)) {
                var reader = new InputReader(terminal, encoder(), defaults.path(null), spools.own());
                var waiting = new InputWaiting(terminal, reader, giveUpAfter);
                new StandardInput(
                                terminal,
                                spools,
                                reader,
                                path -> sender(producer, path, STANDARD_INPUT, waiting::get, tally))
                        .send();
            }
        });
    }

    private int sendFiles(Api producer, Tally tally) {
        var folder = connection.stateFolder(terminal, state);
        var host = HostName.get();
        var tasks = files.stream()
                .distinct()
                .map(file -> {
                    var waiting = new Waiting(terminal, Time.SYSTEM, giveUpAfter);
                    var path = defaults.path(SourceName.of(file));
                    var sender = sender(producer, path, file.toString(), () -> waiting, tally);
                    return new FileTask(terminal, file, follow, host, folder, encoder(), sender);
                })
                .toList();
        return FileTask.runAll(tasks);
    }

    private EventEncoder encoder() {
        return new EventEncoder(format == Format.AUTO);
    }

    private EventSender sender(Api producer, String path, String name, Supplier<Waiting> waiting, Tally tally) {
        return new EventSender(terminal, producer, path, name, waiting, tally, stopsOnRefused);
    }
}
