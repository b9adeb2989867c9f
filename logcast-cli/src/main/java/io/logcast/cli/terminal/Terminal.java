package io.logcast.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The streams of a process, in UTF-8, and its environment.
 *
 * @param out is not flushed at each line
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {

    private static final int BUFFER = 64 * 1024;

    /** The streams and environment of this process. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in, utf8(FileDescriptor.out, false), utf8(FileDescriptor.err, true), System.getenv());
    }

    private static PrintStream utf8(FileDescriptor file, boolean autoFlush) {
        var buffered = new BufferedOutputStream(new FileOutputStream(file), BUFFER);
        return new PrintStream(buffered, autoFlush, StandardCharsets.UTF_8);
    }

    /** Prints a message about the command itself, separate from its output. */
    public void note(String text) {
        err.println("logcast: " + SafeText.line(text));
    }

    /** Flushes the output. Ends the command if nobody reads it any more, for example after {@code head} has ended. */
    public void flush() {
        if (out.checkError()) {
            throw new CliException(ExitCode.FAILED, "the output is closed");
        }
    }
}
