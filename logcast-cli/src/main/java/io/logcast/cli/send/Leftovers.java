package io.logcast.cli.send;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Events that earlier commands left in their spools. A spool that cannot be sent is left alone; others are sent. */
final class Leftovers {

    private final Terminal terminal;
    private final List<SpoolSender> spools;
    private int status = ExitCode.OK;

    Leftovers(Terminal terminal, List<SpoolSender> spools) {
        this.terminal = terminal;
        this.spools = new ArrayList<>(spools);
    }

    /** Sends some events of each. Returns whether there were some. */
    boolean sendSome() {
        var some = new ArrayList<SpoolSender>();
        for (var spool : List.copyOf(spools)) {
            var outcome = FileTask.run(terminal, "the spool of an earlier command", () -> {
                if (spool.sendSome(Duration.ZERO)) {
                    some.add(spool);
                }
            });
            if (outcome != ExitCode.OK) {
                leave(spool, outcome);
            }
        }
        return !some.isEmpty();
    }

    private void leave(SpoolSender spool, int outcome) {
        terminal.note("%d bytes that an earlier command left cannot be sent".formatted(spool.pendingBytes()));
        spools.remove(spool);
        status = status == ExitCode.OK ? outcome : status;
    }

    /** @throws CliException with the status of the first that could not be sent */
    void failIfFailed() {
        if (status != ExitCode.OK) {
            throw new CliException(status, "not everything that earlier commands left could be sent");
        }
    }
}
