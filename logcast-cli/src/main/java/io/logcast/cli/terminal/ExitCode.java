package io.logcast.cli.terminal;

/** What the command's exit status says. */
public final class ExitCode {

    public static final int OK = 0;
    /** Something on this machine: a file that cannot be read, a full disk. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    /** The service refused the request, or at least one line. */
    public static final int REFUSED = 3;

    public static final int NOT_FOUND = 4;
    /** The service was away, or too busy, for too long. */
    public static final int UNREACHABLE = 5;
    /** No valid key or token, or not the role. */
    public static final int NOT_ALLOWED = 6;

    private ExitCode() {}
}
