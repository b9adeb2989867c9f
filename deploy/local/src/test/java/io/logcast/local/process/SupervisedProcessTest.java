package io.logcast.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void stopLetsTheProcessFinishItsWork() throws IOException {
        var process = start("trap 'echo finished; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        awaitLog("ready");

        process.stop(Duration.ofSeconds(10));

        assertThat(process.isAlive()).isFalse();
        assertThat(Files.readString(log())).contains("finished");
    }

    @Test
    void stopKillsAProcessThatDoesNotEndInTime() {
        var process = start("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitLog("ready");

        process.stop(Duration.ofMillis(300));

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void killEndsTheWholeProcessGroup() throws IOException {
        var process = start("sleep 600 & echo $! > grandchild; echo ready; wait");
        awaitLog("ready");
        var grandchild =
                Long.parseLong(Files.readString(folder.resolve("grandchild")).strip());

        process.kill();

        Awaitility.await().until(() -> !isRunning(grandchild));
    }

    @Test
    void aProcessThatEndsBeforeItIsReadyIsReportedWithItsLog() {
        var process = start("echo no such luck; exit 3");

        assertThatThrownBy(() -> process.awaitReady(Deadline.in(Duration.ofSeconds(10)), () -> false))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("sample ended with status 3")
                .hasMessageContaining("no such luck");
    }

    @Test
    void aProcessThatIsNotReadyInTimeIsReported() {
        var process = start("sleep 600");

        assertThatThrownBy(() -> process.awaitReady(Deadline.in(Duration.ofMillis(200)), () -> false))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("not ready in time");
        process.kill();
    }

    private SupervisedProcess start(String script) {
        return SupervisedProcess.start(new ProcessSpec(
                "sample",
                List.of("bash", "-c", script),
                Environment.inheritingAll(Map.of()),
                folder,
                log(),
                Duration.ofSeconds(1)));
    }

    private Path log() {
        return folder.resolve("log");
    }

    private void awaitLog(String text) {
        Awaitility.await().until(() -> Files.readString(log()).contains(text));
    }

    // A process that has ended counts as gone even while nobody has collected its status.
    static boolean isRunning(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> process.info().command().isPresent())
                .orElse(false);
    }
}
