package io.logcast.bench.process;

import java.util.logging.Level;
import org.jboss.logmanager.LogContext;

/** What the libraries in this process log. */
public final class Logging {

    private Logging() {}

    /**
     * Nothing below a warning. Outside of Quarkus, its log manager would keep everything for a configuration that never comes: of
     * Hyperfoil's CPU, four fifths went into messages of its lowest level.
     */
    public static void onlyWarnings() {
        LogContext.getLogContext().getLogger("").setLevel(Level.WARNING);
    }
}
