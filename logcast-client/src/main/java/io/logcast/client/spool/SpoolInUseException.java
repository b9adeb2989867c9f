package io.logcast.client.spool;

import java.io.IOException;
import java.nio.file.Path;

/** The directory belongs to another spool, of this process or another. */
public final class SpoolInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    SpoolInUseException(Path directory) {
        super("The directory " + directory + " is in use by another process, or a second time by this one");
    }
}
