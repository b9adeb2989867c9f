package io.logcast.testing;

import java.nio.file.Path;

/** Folders for a test run's data, below the module's {@code target}. */
final class TestFolders {
    private TestFolders() {}

    /** A folder that no other run uses, since two builds of a module may overlap. */
    static Path fresh(String name) {
        return Path.of("target", "local", name + "-" + ProcessHandle.current().pid());
    }
}
