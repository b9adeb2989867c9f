package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The unit of both services, checked by systemd itself; it is not started. */
class SystemdTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path UNIT = Folders.projectRoot().resolve("deploy/systemd/logcast@.service");
    /** The limit of the exposure, in tenths; without these settings it is 96. */
    private static final int EXPOSURE = 15;

    @BeforeAll
    static void systemdIsThere() {
        assumeTrue(
                Command.succeeds(PATIENCE, "systemd-analyze", "security", "--offline=true", "--help"),
                "no systemd-analyze on this machine that judges files: the unit is not checked");
    }

    @Test
    void isValid() {
        assertThat(Command.run(PATIENCE, "systemd-analyze", "verify", "--man=no", UNIT.toString())
                        .orThrow()
                        .output())
                .isBlank();
    }

    @Test
    void isHardlyExposed() {
        var security = Command.run(
                PATIENCE,
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold=" + EXPOSURE,
                UNIT.toString());
        assertThat(security.status()).as(security.output()).isZero();
    }
}
