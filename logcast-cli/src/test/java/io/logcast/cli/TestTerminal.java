package io.logcast.cli;

import io.logcast.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A terminal in memory. */
public final class TestTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    public TestTerminal(Map<String, String> environment, String in) {
        this(environment, new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
    }

    TestTerminal(Map<String, String> environment, InputStream in) {
        terminal = new Terminal(
                in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Runs a command and returns its status. */
    int run(String... arguments) {
        return Logcast.run(terminal, arguments);
    }

    public String out() {
        terminal.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
