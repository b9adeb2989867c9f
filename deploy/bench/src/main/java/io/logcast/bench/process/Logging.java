package io.logcast.bench.process;

import java.util.logging.Level;
import org.jboss.logmanager.LogContext;

/** What the libraries in this process log. */
public final class Logging {

    private Logging() {}

    /**
     * Nothing below a warning. Outside of Quarkus, its log manager would keep all messages until it is configured,
     * which never happens: four fifths of Hyperfoil's CPU time went into messages of the lowest level.
     */
    public static void onlyWarnings() {
        LogContext.getLogContext().getLogger("").setLevel(Level.WARNING);
    }
}
