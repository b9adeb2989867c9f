package io.logcast.cli.deadletters;

import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Service;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that changes dead letters: some by their numbers, or all that match. */
abstract class LettersCommand implements Callable<Integer> {

    private final Terminal terminal;
    /** What has become of a dead letter, for the user. */
    private final String done;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Letters letters = new Letters();

    LettersCommand(Terminal terminal, String done) {
        this.terminal = terminal;
        this.done = done;
    }

    @Override
    public final Integer call() throws IOException {
        var ids = letters.idsOrAll();
        check(ids.isEmpty());
        var consumer = connection.connect(terminal, Service.CONSUMER);
        var status = ids.isEmpty() ? changeAll(consumer, letters) : ExitCode.OK;
        for (var id : ids) {
            change(consumer, Letters.PATH + "/" + id);
            tell(id.toString());
        }
        return status;
    }

    final Terminal terminal() {
        return terminal;
    }

    final void tell(String what) {
        terminal.out().println(done + " " + what);
        terminal.flush();
    }

    /** Refuses options that do not fit together. */
    void check(boolean isAll) {}

    /** @param path of the dead letter */
    abstract void change(Api consumer, String path) throws IOException;

    /** Changes all that match, and returns the exit status. */
    abstract int changeAll(Api consumer, Letters matching) throws IOException;
}
