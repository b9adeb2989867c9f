package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.process.Folders;
import io.logcast.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the README's first screen, run as they are, in a fresh clone, on free ports. */
class ReadmeIT {

    private static final Duration BUILD_AND_START = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\\{\"id\":\"([0-9a-f-]{36})\"}");

    private final Map<String, String> ports = Map.of(
            "RABBITMQ_PORT", freePort(),
            "RABBITMQ_MANAGEMENT_PORT", freePort(),
            "RABBITMQ_PROMETHEUS_PORT", freePort(),
            "POSTGRESQL_PORT", freePort(),
            "PRODUCER_PORT", freePort(),
            "CONSUMER_PORT", freePort());

    @Test
    void whatTheFirstScreenSaysIsWhatHappens() throws IOException {
        var clone = ProjectCopy.in("fresh-clone").withDownloads().root();
        var commands = commands();
        assertThat(commands).hasSize(5).endsWith("./mvnw verify");

        // As in a shell's background, where Ctrl-C is ignored.
        try (var up = run(clone, ShellProcess.ignoringInterrupts(commands.get(0)))) {
            await().atMost(BUILD_AND_START)
                    .until(() -> !up.isRunning() || up.output().contains("Logcast is up"));
            assertThat(up.isRunning()).as(up.outputTail()).isTrue();

            try (var stream = run(clone, commands.get(1))) {
                await().atMost(PATIENCE).until(() -> stream.output().contains("heartbeat"));

                var answer = finished(clone, commands.get(2));
                assertThat(answer).contains("HTTP/1.1 202 Accepted");
                var id = ID.matcher(answer);
                assertThat(id.find()).as(answer).isTrue();

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(
                                        finished(clone, commands.get(3).replace("ID", id.group(1))))
                                .contains("\"severity\":\"INFO\",\"source\":\"unknown\",\"message\":\"Hello World!\""));
                await().atMost(PATIENCE).until(() -> stream.output().contains(id.group(1)));
            }

            up.interrupt();
        }
        assertThat(ProcessHandle.allProcesses().filter(process -> runsIn(clone, process)))
                .isEmpty();
    }

    private static List<String> commands() throws IOException {
        var firstScreen =
                Files.readString(Folders.projectRoot().resolve("README.md")).split("## Send from your language")[0];
        return SHELL_BLOCK
                .matcher(firstScreen)
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }

    private ShellProcess run(Path clone, String command) {
        var onOurPorts = command.replace("localhost:8080", "localhost:" + ports.get("PRODUCER_PORT"))
                .replace("localhost:8081", "localhost:" + ports.get("CONSUMER_PORT"));
        return ShellProcess.start(clone, ports, onOurPorts);
    }

    private String finished(Path clone, String command) {
        try (var process = run(clone, command)) {
            assertThat(process.exitStatus()).as(process.output()).isZero();
            return process.output();
        }
    }

    private static boolean runsIn(Path clone, ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(clone.toString());
    }

    private static String freePort() {
        return Integer.toString(Ports.orFree(0));
    }
}
