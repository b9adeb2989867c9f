package io.logcast.cli.files;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log in a folder of its own for each test. */
abstract class FollowedLog {

    @TempDir
    Path folder;

    Log log;

    @BeforeEach
    void make() {
        log = new Log(folder);
    }

    /** Follows the log until all that exists is sent. */
    void sendAll() throws IOException {
        try (var file = log.follow()) {
            log.sendAll(file);
        }
    }
}
