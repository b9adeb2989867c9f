package io.logcast.cli.terminal;

/** The meanings of the command's exit status. */
public final class ExitCode {

    public static final int OK = 0;
    /** A failure on this machine, such as a file that cannot be read, or a full disk. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    /** The service refused the request, or at least one line. */
    public static final int REFUSED = 3;

    public static final int NOT_FOUND = 4;
    /** The service was away, or too busy, for too long. */
    public static final int UNREACHABLE = 5;
    /** No valid key or token, or the role is missing. */
    public static final int NOT_ALLOWED = 6;

    private ExitCode() {}
}
