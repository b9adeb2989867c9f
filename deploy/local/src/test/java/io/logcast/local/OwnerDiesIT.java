package io.logcast.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import io.logcast.local.process.Folders;
import io.logcast.local.process.Ports;
import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OwnerDiesIT {
    private static final Path FOLDER = Path.of("target/local/owner-dies-it").toAbsolutePath();
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(25);

    /** The process to kill: it starts a broker and a database and prints their ports. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            var broker = Broker.start(BrokerSettings.in(FOLDER.resolve("rabbitmq")));
            var database = Database.start(DatabaseSettings.in(FOLDER.resolve("postgresql")));
            System.out.println(broker.port() + " " + broker.managementPort() + " " + database.port());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void nothingIsLeftRunningWhenTheOwnerIsKilled() throws Exception {
        // An interrupted run, perhaps with another RabbitMQ, may have left data that this one cannot read.
        Folders.delete(FOLDER);
        var owner = startOwner();
        var ports = readPorts(owner);
        assertThat(ports).hasSize(3).noneMatch(Ports::isFree);
        assertThat(processesOf(FOLDER)).isNotEmpty();

        owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        Awaitility.await().atMost(LONGEST_GRACE).untilAsserted(() -> {
            assertThat(ports).allMatch(Ports::isFree);
            assertThat(processesOf(FOLDER)).isEmpty();
        });
        Folders.delete(FOLDER);
    }

    private static Process startOwner() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<Integer> readPorts(Process owner) throws IOException {
        var line = owner.inputReader().readLine();
        return line == null
                ? List.of()
                : List.of(line.split(" ")).stream().map(Integer::valueOf).toList();
    }

    // By working folder: every process of a broker or a database has one below this test's folder.
    private static List<String> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "cwd"))
                .filter(link -> workingFolder(link).startsWith(folder))
                .map(Path::toString)
                .toList();
    }

    private static Path workingFolder(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException | UnsupportedOperationException e) {
            return Path.of("/");
        }
    }
}
