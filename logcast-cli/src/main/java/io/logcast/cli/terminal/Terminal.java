package io.logcast.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a process has: its streams, in UTF-8, and its environment.
 *
 * @param out is not flushed at each line
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {

    private static final int BUFFER = 64 * 1024;

    /** Those of this process. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in, utf8(FileDescriptor.out, false), utf8(FileDescriptor.err, true), System.getenv());
    }

    private static PrintStream utf8(FileDescriptor file, boolean autoFlush) {
        var buffered = new BufferedOutputStream(new FileOutputStream(file), BUFFER);
        return new PrintStream(buffered, autoFlush, StandardCharsets.UTF_8);
    }

    /** Something about the command itself, beside its output. */
    public void note(String text) {
        err.println("logcast: " + SafeText.line(text));
    }

    /** Hands the output over. Ends the command if nobody reads it any more, as {@code head} does. */
    public void flush() {
        if (out.checkError()) {
            throw new CliException(ExitCode.FAILED, "the output is closed");
        }
    }
}
