package io.logcast.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.cli.terminal.CliException;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputSpoolsTest {

    @TempDir
    Path folder;

    @Test
    void eachProcessHasOneOfItsOwnAndTakesOverWhatEndedOnesHaveLeft() throws IOException {
        try (var running = open()) {
            try (var second = open();
                    var third = open()) {
                second.own().append(new byte[] {'2'});
                third.own().append(new byte[] {'3'});
            }

            try (var next = open()) {
                assertThat(next.ofEndedProcesses()).hasSize(2);
                assertThat(next.own().pendingBytes()).isZero();
            }
            assertThat(running.pendingBytes()).isZero();
        }
        try (var later = open()) {
            assertThat(later.own().pendingBytes()).isZero();
            assertThat(later.ofEndedProcesses()).hasSize(2);
        }
    }

    @Test
    void theFirstWithEventsIsItsOwnIfAllHaveSome() throws IOException {
        for (int i = 0; i < 64; i++) {
            try (var spool = Spool.open(folder.resolve("spools/" + i), Spool.MIN_BYTES)) {
                spool.append(new byte[] {'x'});
            }
        }

        try (var spools = open()) {
            assertThat(spools.own().pendingBytes()).isPositive();
            assertThat(spools.ofEndedProcesses()).hasSize(63);
        }
    }

    @Test
    void saysWhyThereIsNone() throws IOException {
        var file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> InputSpools.open(file, Spool.MIN_BYTES))
                .isInstanceOf(CliException.class)
                .hasMessageContainingAll("no spool can be opened", "use --state to choose another folder");
    }

    private InputSpools open() throws IOException {
        return InputSpools.open(folder.resolve("spools"), Spool.MIN_BYTES);
    }
}
