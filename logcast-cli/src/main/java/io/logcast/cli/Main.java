package io.logcast.cli;

import io.logcast.cli.terminal.Terminal;
import java.util.Locale;

/** The entry point of the process. */
public final class Main {

    private Main() {}

    /** Exits with the command's status. */
    public static void main(String[] arguments) {
        // A bundled library looks for a logger. There is none, and users should not see a warning about it.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // Otherwise digits, for example, would be those of the user's language.
        Locale.setDefault(Locale.ROOT);
        System.exit(Logcast.run(Terminal.ofProcess(), arguments));
    }
}
