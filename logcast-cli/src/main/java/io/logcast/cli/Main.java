package io.logcast.cli;

import io.logcast.cli.terminal.Terminal;

/** Where the process begins. */
public final class Main {

    private Main() {}

    /** Ends with the command's status. */
    public static void main(String[] arguments) {
        // A library on board looks for a logger; there is none, and users should not read of it.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(Logcast.run(Terminal.ofProcess(), arguments));
    }
}
