package io.logcast.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is given as an executable, such as a native one. */
class GivenExecutableTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void getsTheArgumentsThatItUnderstands() throws IOException {
        var script = script("echo \"arguments: $*\"");
        var builder = ServiceProcess.of("producer-service")
                .executable(script)
                .log(folder.resolve("log"))
                .jvmArgument("-XX:TieredStopAtLevel=1")
                .jvmArgument("-Xmx64m")
                .systemProperty("logcast.a", "b");
        assertThatThrownBy(() -> builder.startAndAwaitReady(PATIENCE))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("arguments: -Xmx64m -Dlogcast.a=b");
    }

    @Test
    void isNamedByASystemProperty() throws IOException {
        var script = script("echo given");
        System.setProperty("e2e.consumer", script.toString());
        try {
            var builder = ServiceProcess.of("consumer-service").log(folder.resolve("log"));
            assertThatThrownBy(() -> builder.startAndAwaitReady(PATIENCE)).hasMessageContaining("given");
        } finally {
            System.clearProperty("e2e.consumer");
        }
    }

    @Test
    void hasToBeThere() {
        var missing = folder.resolve("missing");
        assertThatThrownBy(() -> ServiceProcess.of("producer-service")
                        .executable(missing)
                        .start())
                .hasMessageContaining(missing + " is not an executable file");
    }

    private Path script(String line) throws IOException {
        var file = Files.writeString(folder.resolve("service"), "#!/bin/sh\n" + line + "\nexit 1\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
